package dev.usher.command.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.command.Town;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/** Addresses and texts of the whole world, through every door: each reads them in the same way. */
@CommandSideTest
class UnicodeTest {

    private static final AtomicLong COUNT = new AtomicLong(System.nanoTime());

    @Autowired
    Browser browser;

    @Autowired
    Town town;

    private final UserId admin = UserId.next();
    private TeamId team;

    @BeforeEach
    void found() {
        team = town.foundedBy(admin);
    }

    enum Door {
        MEMBERSHIP,
        FORM,
        USHER,
        ENVELOPE,
        JSON_BATCH,
        NDJSON_BATCH,
        CSV_BATCH;

        int created() {
            return this == MEMBERSHIP || this == FORM || this == USHER ? 201 : 200;
        }

        boolean isBatch() {
            return name().endsWith("BATCH");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Jörg%d@BÜCHER.example, jörg%d@xn--bcher-kva.example, JÖRG%d@xn--BCHER-kva.EXAMPLE",
        "почта%d@пример.рф, почта%d@xn--e1afmkfd.xn--p1ai, ПОЧТА%d@Пример.РФ",
        "山田%d@例え.jp, 山田%d@xn--r8jz45g.jp, ' 山田%d@例え.JP '",
        "אבג%d@דוגמה.example, אבג%d@xn--6dbbec0c.example, אבג%d@דוגמה.EXAMPLE",
        "मन्त्री%d@उदाहरण.example, मन्त्री%d@xn--p1b6ci4b4b3a.example, मन्त्री%d@XN--P1B6CI4B4B3A.example"
    })
    void an_address_is_one_and_the_same_person_in_every_door(String typed, String canonical, String otherwise) {
        for (Door first : Door.values()) {
            long number = COUNT.incrementAndGet();
            String kept = new EmailAddress(canonical.formatted(number)).value();
            assertThat(kept).isEqualTo(canonical.formatted(number));
            create(first, typed.formatted(number)).expect(first.created());
            assertThat(browser.namesOfFactsAbout("\"" + kept + "\"")).containsExactly("invitation.created");
            for (Door second : Door.values()) {
                assertThat(code(second, create(second, otherwise.formatted(number))))
                        .as("%s after %s", second, first)
                        .isEqualTo(second == Door.ENVELOPE ? "200" : "duplicate");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jo\\u0308rg@example.org", // decomposed, as some systems write file names
                "j\\u00f6rg@bu\\u0308cher.example",
                "\\u202eann@example.org",
                "ann@exam\\u200dple.org",
                "ann@stra\\u00dfe.example",
                "ann\\ufe0f@example.org",
                "\\uff41nn@example.org",
                "\\u0430nn@example.org", // one letter is Cyrillic
                "ann@\\u0435xample.org",
                "ann@example\\u3002org",
                "ann\\u0000@example.org",
                "\\ud800@example.org",
                "ann@exam\\u2028ple.org",
                "\\ufeffann@example.org"
            })
    void what_could_be_taken_for_another_address_is_refused_in_every_door(String escaped) {
        for (Door door : Door.values()) {
            boolean half = escaped.contains("ud800");
            if (door == Door.CSV_BATCH && half) {
                continue; // UTF-8 cannot say it
            }
            String text = door == Door.CSV_BATCH ? unescaped(escaped) : escaped;
            assertThat(code(door, createRaw(door, text))).as("%s", door).isEqualTo("invalid");
        }
        assertThat(browser.factsAbout(team)).hasSize(2); // founded, and its administrator admitted
    }

    @ParameterizedTest
    @EnumSource(
            value = Door.class,
            names = {"MEMBERSHIP", "USHER", "JSON_BATCH", "NDJSON_BATCH"})
    void a_message_is_kept_as_it_was_written(Door door) {
        String message =
                "e\\u0301 \\u05e9\\u05dc\\u05d5\\u05dd \\ud83d\\udc69\\u200d\\ud83d\\udc67 \\u0915\\u094d\\u0937 \\u200c\\n\\t\\u0e01\\u0e33";
        Answer answer = createRaw(door, "u" + COUNT.incrementAndGet() + "@example.org\",\"message\":\"" + message);
        answer.expect(door.created());
        assertThat(browser.factsAbout(team).toString())
                .contains(unescaped(message).replace("\n", "\\n").replace("\t", "\\t"));
    }

    @Test
    void names_may_be_of_any_script_but_hide_nothing() {
        for (String name : new String[] {"فريق الأزرق", "צוות", "Cafe\\u0301", "チーム", "\\ud83e\\udd89", "ทีม"}) {
            Answer founded = browser.user(admin)
                    .post("/team", "{\"name\":\"" + name + "\"}")
                    .expect(201);
            assertThat(founded.text("name")).isEqualTo(unescaped(name));
        }
        for (String name :
                new String[] {"a\\u202eb", "a\\u0000b", "a\\ud800b", "a\\u2066b", "a\\u00adb", "\\u200b", "a\\u2028b"
                }) {
            browser.user(admin).post("/team", "{\"name\":\"" + name + "\"}").expect(400);
        }
    }

    @Test
    void what_no_database_can_hold_is_refused_wherever_it_comes() {
        String invitations = "/v1/organizations/" + team + "/invitations";
        for (String odd : new String[] {"\\u0000", "\\ud800", "a\\udc00b"}) {
            browser.nobody()
                    .post("/session", "{\"username\":\"ad%s\",\"password\":\"x\"}".formatted(odd))
                    .expect(401);
            browser.nobody()
                    .post("/session", "{\"username\":\"admin\",\"password\":\"%s\"}".formatted(odd))
                    .expect(401);
            browser.nobody()
                    .post("/session", "{\"email\":\"%s@example.org\",\"password\":\"x\"}".formatted(odd))
                    .expect(401);
            for (String field :
                    new String[] {"role", "message", "locale", "expiresIn", "acceptUrl", "channel", "x" + odd}) {
                Answer refused = browser.user(admin)
                        .post(invitations, "{\"email\":\"a@example.org\",\"%s\":\"a%s\"}".formatted(field, odd))
                        .expect(400);
                assertThat(refused.text("detail")).doesNotContain("\u0000", "\ud800", "\udc00");
            }
            for (String metadata : new String[] {"{\"a\":\"%s\"}", "{\"%s\":\"a\"}"}) {
                browser.user(admin)
                        .post(
                                invitations,
                                "{\"email\":\"a@example.org\",\"metadata\":%s}".formatted(metadata.formatted(odd)))
                        .expect(400);
            }
            browser.user(admin)
                    .put("/v1/organizations/" + team + "/settings", "{\"allowedDomains\":[\"a%s.org\"]}".formatted(odd))
                    .expect(400);
            browser.user(admin)
                    .post(invitations + "/none/acceptance", "{\"token\":\"%s\"}".formatted(odd))
                    .expect(403);
        }
    }

    @Test
    void metadata_is_kept_as_it_was_written() {
        Answer created = browser.user(admin)
                .post(
                        "/v1/organizations/" + team + "/invitations",
                        "{\"email\":\"u%d@example.org\",\"metadata\":{\"schl\\u00fcssel\":\"\\u202e e\\u0301 \\ud83e\\udd89 \\u001b \",\"a\":\"\"}}"
                                .formatted(COUNT.incrementAndGet()))
                .expect(201);
        assertThat(created.json().get("metadata"))
                .isEqualTo(JsonMapper.shared()
                        .readTree("{\"a\":\"\",\"schl\\u00fcssel\":\"\\u202e e\\u0301 \\ud83e\\udd89 \\u001b \"}"));
    }

    private Answer create(Door door, String address) {
        return createRaw(door, address);
    }

    /** @param address as the text between two quotes has it */
    private Answer createRaw(Door door, String address) {
        Browser.As as = browser.user(admin);
        String invitations = "/v1/organizations/" + team + "/invitations";
        String email = "{\"email\":\"" + address + "\"}";
        return switch (door) {
            case MEMBERSHIP ->
                as.post(
                        "/membershipInvitation",
                        "{\"teamId\":\"%s\",\"inviteeEmail\":\"%s\"}".formatted(team, address));
            case FORM ->
                as.post(
                        "/emailMembershipInvitation?portalEndpoint=https://portal.example.org/go?token=",
                        "{\"teamId\":\"%s\",\"emailAddress\":\"%s\"}".formatted(team, address));
            case USHER -> as.post(invitations, email);
            case ENVELOPE -> as.post("/clickhouse" + invitations, email);
            case JSON_BATCH -> as.post(invitations + "/batch", "[" + email + "]");
            case NDJSON_BATCH ->
                browser.with(as, "Content-Type", "application/x-ndjson").post(invitations + "/batch", email);
            case CSV_BATCH ->
                browser.with(as, "Content-Type", "text/csv")
                        .post(invitations + "/batch", "email\n\"" + address + "\"\n");
        };
    }

    /** What became of it, in one word for all doors. */
    private static String code(Door door, Answer answer) {
        if (door.isBatch()) {
            return JsonMapper.shared()
                    .readTree(answer.expect(200).body().lines().findFirst().orElseThrow())
                    .get("status")
                    .asString();
        }
        return switch (answer.status()) {
            case 400 -> "invalid";
            case 409 -> "duplicate";
            default -> Integer.toString(answer.status());
        };
    }

    private static String unescaped(String json) {
        return JsonMapper.shared().readTree("\"" + json + "\"").asString();
    }
}
