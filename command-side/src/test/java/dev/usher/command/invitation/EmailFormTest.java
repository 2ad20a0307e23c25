package dev.usher.command.invitation;

import static dev.usher.command.Town.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedToken.InviteeVerificationToken;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.command.Town;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The earlier form of the membership door (seeds 000 and 001): every call that changes something, every status. */
@CommandSideTest
class EmailFormTest {

    private static final String PORTAL = "?portalEndpoint=https://portal.example.org/go?token=";
    private static final Pattern LINK = Pattern.compile("https://portal\\.example\\.org/go\\?token=(\\S+)");

    @Autowired
    Browser browser;

    @Autowired
    Town town;

    @Autowired
    InvitationDesk desk;

    @Autowired
    SignedTokens tokens;

    private final UserId admin = UserId.next();
    private final UserId ann = UserId.next();
    private final EmailAddress invited = someone();
    private TeamId team;

    @BeforeEach
    void found() {
        team = town.foundedBy(admin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/repo/v1"})
    void creating_answers_the_four_words_of_the_form_and_mails_the_link(String prefix) {
        Answer created = browser.user(admin)
                .post(
                        prefix + "/emailMembershipInvitation" + PORTAL,
                        Map.of(
                                "teamId", team.value(),
                                "emailAddress", " " + invited.value().toUpperCase(Locale.ROOT),
                                "createdBy", "somebody else",
                                "id", "mine",
                                "unknown", "is ignored"))
                .expect(201);
        assertThat(created.json().propertyNames())
                .containsExactlyInAnyOrder("id", "teamId", "emailAddress", "createdBy");
        assertThat(created.text("emailAddress")).isEqualTo(invited.value());
        assertThat(created.text("createdBy")).isEqualTo(admin.value());
        String token = tokenIn(browser.awaitLetters(invited, 1).getFirst());
        assertThat(tokens.verify(token, InvitationToken.class).invitationId().value())
                .isEqualTo(created.text("id"));
        assertThat(create(invited).reason(409)).contains(created.text("id"));
    }

    @Test
    void creating_takes_a_team_an_address_and_a_page_of_ours() {
        String path = "/emailMembershipInvitation";
        Map<String, String> wished = Map.of("teamId", team.value(), "emailAddress", invited.value());
        assertThat(browser.user(admin).post(path, wished).reason(400)).contains("portalEndpoint");
        browser.user(admin)
                .post(path + "?portalEndpoint=https://evil.example/", wished)
                .reason(400);
        browser.user(admin).post(path + PORTAL, Map.of("teamId", team.value())).reason(400);
        browser.user(admin)
                .post(path + PORTAL, Map.of("emailAddress", invited.value()))
                .reason(400);
        browser.user(admin)
                .post(path + PORTAL, Map.of("teamId", team.value(), "emailAddress", "x"))
                .reason(400);
        browser.user(admin)
                .post(path + PORTAL, Map.of("teamId", team.value(), "emailAddress", 7))
                .reason(400);
        browser.user(admin).post(path + PORTAL, "").reason(400);
        browser.with(browser.user(admin), "Content-Type", "text/plain")
                .post(path + PORTAL, "x")
                .reason(415);
        browser.user(admin).put(path, wished).reason(405);
        assertThat(browser.namesOfFactsAbout(invited.value())).isEmpty();
    }

    @Test
    void an_invitation_by_user_id_is_none_in_this_form() {
        String byUser = browser.user(admin)
                .post(
                        "/membershipInvitation",
                        Map.of(
                                "teamId",
                                team.value(),
                                "inviteeId",
                                town.account(someone()).value()))
                .expect(201)
                .text("id");
        for (Browser.As caller : List.of(browser.user(admin), browser.user(ann))) {
            for (String call : List.of(
                    "", "/verification" + PORTAL, "/membershipInvitation", "/account/emailValidation" + PORTAL)) {
                Answer there = call(caller, byUser, call);
                Answer absent = call(caller, InvitationId.next().value(), call);
                assertThat(there.status()).isEqualTo(absent.status());
                assertThat(there.body().replace(byUser, "ID"))
                        .isEqualTo(absent.body().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID"));
            }
        }
        assertThat(browser.namesOfFactsAbout(byUser)).containsExactly("invitation.created");
    }

    private Answer call(Browser.As caller, String id, String call) {
        String path = "/emailMembershipInvitation/" + id + call;
        return call.isEmpty()
                ? caller.delete(path)
                : caller.post(path, Map.of("email", someone().value()));
    }

    @Test
    void who_does_not_own_the_address_proves_it_by_a_letter_and_binds_in_either_form() {
        String id = create(invited).expect(201).text("id");
        browser.awaitLetters(invited, 1);
        String path = "/emailMembershipInvitation/" + id;
        assertThat(browser.user(ann).post(path + "/verification", "").reason(400))
                .contains("portalEndpoint");
        assertThat(browser.user(ann)
                        .post(path + "/verification" + PORTAL, "")
                        .expect(202)
                        .body())
                .isEmpty();
        String letter = browser.awaitLetters(invited, 2).getLast();
        SignedTokenBody proof = SignedTokens.decoded(tokenIn(letter), SignedTokenBody.class);
        assertThat(proof.emailMembershipInvitationId()).isEqualTo(id);
        int before = browser.letters(invited).size();
        Answer bound =
                browser.user(ann).post(path + "/membershipInvitation", proof).expect(201);
        assertThat(bound.text("inviteeId")).isEqualTo(ann.value());
        assertThat(bound.text("teamId")).isEqualTo(team.value());
        assertThat(bound.text("inviteeEmail")).isEqualTo(invited.value());
        browser.user(ann).post(path + "/membershipInvitation", proof).expect(201);
        browser.user(ann)
                .put("/membershipInvitation/" + id + "/inviteeId", proof)
                .expect(200);
        browser.user(ann).put("/team/" + team + "/member/" + ann).expect(204);
        assertThat(browser.letters(invited)).hasSize(before);
        assertThat(browser.namesOfFactsAbout(id)).containsOnlyOnce("invitation.invitee-bound");
    }

    @Test
    void who_owns_the_address_needs_no_proof() {
        String id = create(invited).expect(201).text("id");
        String path = "/emailMembershipInvitation/" + id;
        Answer proof = browser.owner(ann, invited)
                .post(path + "/verification" + PORTAL, "")
                .expect(200);
        assertThat(proof.text("inviteeId")).isEqualTo(ann.value());
        browser.owner(ann, invited).post(path + "/membershipInvitation", "").expect(201);
        browser.owner(ann, invited).post(path + "/membershipInvitation", "null").expect(201);
        assertThat(browser.owner(UserId.next(), invited)
                        .post(path + "/membershipInvitation", "")
                        .reason(409))
                .contains("somebody else");
    }

    @Test
    void a_proof_of_something_else_binds_nothing() {
        String id = create(invited).expect(201).text("id");
        String other = create(someone()).expect(201).text("id");
        String path = "/emailMembershipInvitation/" + id + "/membershipInvitation";
        Instant now = Instant.now();
        browser.user(ann).post(path, "").reason(403);
        browser.user(ann).post(path, "{}").reason(403);
        browser.user(ann).post(path, "[]").reason(400);
        browser.user(ann).post(path, proof(UserId.next(), id, 1)).reason(403);
        browser.user(ann).post(path, proof(ann, other, 1)).reason(403);
        browser.user(ann).post(path, proof(ann, id, 2)).reason(403);
        browser.user(ann)
                .post(path, tokens.sign(InvitationToken.of(new InvitationId(id), 1, now, now.plusSeconds(60))))
                .reason(403);
        browser.user(ann)
                .post(
                        path,
                        tokens.sign(new InviteeVerificationToken(
                                ann, new InvitationId(id), 1, now.minusSeconds(90), now.minusSeconds(30))))
                .reason(403);
        assertThat(browser.namesOfFactsAbout(id)).doesNotContain("invitation.invitee-bound");
    }

    @Test
    void what_is_over_cannot_be_bound() {
        String deleted = create(invited).expect(201).text("id");
        browser.user(admin).delete("/emailMembershipInvitation/" + deleted).expect(204);
        browser.user(admin).delete("/emailMembershipInvitation/" + deleted).expect(204);
        browser.owner(ann, invited)
                .post("/emailMembershipInvitation/" + deleted + "/membershipInvitation", "")
                .reason(409);
        browser.owner(ann, invited)
                .post("/emailMembershipInvitation/" + deleted + "/verification" + PORTAL, "")
                .reason(409);
        EmailAddress late = someone();
        String expired = desk.expired(late).id().value();
        assertThat(browser.owner(ann, late)
                        .post("/emailMembershipInvitation/" + expired + "/membershipInvitation", "")
                        .reason(400))
                .contains("expired");
    }

    /** Nobody learns who is invited: not by the answer, and others' letters carry nothing. */
    @Test
    void asking_for_an_account_answers_the_same_whatever_the_invitation_is() {
        String id = create(invited).expect(201).text("id");
        browser.awaitLetters(invited, 1);
        String deleted = create(someone()).expect(201).text("id");
        browser.user(admin).delete("/emailMembershipInvitation/" + deleted).expect(204);
        EmailAddress late = someone();
        String expired = desk.expired(late).id().value();
        EmailAddress stranger = someone();
        Answer right = register(id, invited).expect(201);
        assertThat(right.body()).isEmpty();
        Stream.of(
                        register(id, stranger),
                        register(deleted, stranger),
                        register(expired, late),
                        register("none", stranger),
                        register(team.value(), stranger))
                .forEach(other -> {
                    assertThat(other.status()).isEqualTo(201);
                    assertThat(other.body()).isEqualTo(right.body());
                    assertThat(other.response().headers().map().keySet())
                            .isEqualTo(right.response().headers().map().keySet());
                });
        assertThat(browser.namesOfFactsAbout(id)).containsOnlyOnce("invitation.registration-started");
        assertThat(browser.namesOfFactsAbout(expired)).doesNotContain("invitation.registration-started");
        assertThat(invitationIn(browser.awaitLetters(invited, 2).getLast())).isEqualTo(id);
        browser.awaitLetters(stranger, 4)
                .forEach(letter -> assertThat(invitationIn(letter)).isNull());
        assertThat(invitationIn(browser.awaitLetters(late, 1).getLast())).isNull();
    }

    @Test
    void asking_for_an_account_takes_an_address_and_a_page_of_ours() {
        String id = create(invited).expect(201).text("id");
        String path = "/emailMembershipInvitation/" + id + "/account/emailValidation";
        browser.nobody().post(path, Map.of("email", invited.value())).reason(400);
        browser.nobody()
                .post(path + "?portalEndpoint=http://portal.example.org/", Map.of("email", invited.value()))
                .reason(400);
        browser.nobody().post(path + PORTAL, Map.of("email", "x")).reason(400);
        browser.nobody().post(path + PORTAL, Map.of()).reason(400);
        browser.nobody().post(path + PORTAL, "").reason(400);
        browser.nobody()
                .post(
                        "/emailMembershipInvitation/a%20b/account/emailValidation" + PORTAL,
                        Map.of("email", invited.value()))
                .reason(400);
        assertThat(browser.namesOfFactsAbout(id)).doesNotContain("invitation.registration-started");
    }

    private Answer create(EmailAddress address) {
        return browser.user(admin)
                .post(
                        "/emailMembershipInvitation" + PORTAL,
                        Map.of("teamId", team.value(), "emailAddress", address.value()));
    }

    private Answer register(String id, EmailAddress address) {
        return browser.nobody()
                .post(
                        "/emailMembershipInvitation/" + id + "/account/emailValidation" + PORTAL,
                        Map.of("email", address.value()));
    }

    private SignedTokenBody proof(UserId user, String id, int generation) {
        Instant now = Instant.now();
        return tokens.sign(new InviteeVerificationToken(
                user, new InvitationId(id), generation, now, now.plus(Duration.ofHours(1))));
    }

    /** Which invitation the letter to set up an account carries, null for none. */
    private String invitationIn(String letter) {
        Object carried = SignedTokens.decoded(tokenIn(letter), Map.class).get("encodedMembershipInvtnSignedToken");
        return carried == null
                ? null
                : tokens.verify((String) carried, InvitationToken.class)
                        .invitationId()
                        .value();
    }

    private static String tokenIn(String letter) {
        Matcher link = LINK.matcher(letter);
        assertThat(link.find()).as(letter).isTrue();
        return link.group(1);
    }
}
