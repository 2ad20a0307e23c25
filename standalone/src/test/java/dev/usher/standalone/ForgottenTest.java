package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.eventstore.EventStoreConfiguration;
import dev.usher.eventstore.audit.Checkpoints;
import dev.usher.eventstore.audit.LogVerifier;
import dev.usher.eventstore.audit.TrustedKeys;
import dev.usher.standalone.Client.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/**
 * Somebody with an account, an invitation in every state and letters is forgotten, and nothing that Usher wrote anywhere has the
 * address any more: not its tables, not its log, not its files, and in the end not those of PostgreSQL. Somebody else stays.
 */
@Execution(ExecutionMode.CONCURRENT) // it has a process of its own
class ForgottenTest {

    private static final String PASSWORD = "correct horse battery";

    /** So rare that who finds it has found the person, in whichever form. */
    private final String gone = "wilhelmina" + UUID.randomUUID().toString().replace("-", "");

    private final String stays = "theophil" + UUID.randomUUID().toString().replace("-", "");

    @TempDir
    Path directory;

    private UsherProcess usher;
    private OwnDatabase database;
    private Client client;
    private Person admin;
    private String team;

    @BeforeEach
    void start() {
        usher = UsherProcess.start(
                Standalone.class,
                Map.of("USHER_DATA", data().toString(), "USHER_ADMIN_PASSWORD", PASSWORD),
                directory.resolve("output.log"));
        database = new OwnDatabase(data());
        client = new Client(usher.address());
        admin = client.signIn("admin", PASSWORD);
        team = client.foundTeam(admin, "Owls");
    }

    @AfterEach
    void stop() {
        try (OwnDatabase _ = database) {
            usher.close();
        } finally {
            OwnDatabase.end(data());
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    @Test
    void nothingOfAPersonIsLeftAndEverythingElseIs() throws Exception {
        String accepted = live(gone);
        String others = live(stays);
        database.awaitRest();
        getOld();
        List<JsonNode> before = statistics();
        assertThat(tablesWith(gone)).contains("command_side.account", "query_side.invitation");
        assertThat(filesWith(gone)).anyMatch(name -> name.equals("mailbox.jsonl"));
        assertThat(filesWith(gone)).anyMatch(name -> name.startsWith("postgres/pg_wal"));
        assertThat(answers(accepted)).anyMatch(answer -> answer.contains(gone));

        JsonNode erased = client.call(
                        "POST", "/v1/people/forget", Map.of("email", gone + "@example.org"), admin.token())
                .expect(200)
                .json();
        database.awaitRest();
        getOld();

        assertThat(erased.toString()).isEqualTo("{\"invitations\":4,\"account\":true}");
        assertThat(tablesWith(gone)).isEmpty();
        assertThat(tablesWith(stays)).isNotEmpty();
        assertThat(usher.output()).doesNotContain(gone).doesNotContain(stays);
        assertThat(filesWith(gone)).allMatch(name -> name.startsWith("postgres/"));
        assertThat(answers(accepted)).noneMatch(answer -> answer.contains(gone));
        assertThat(answers(others)).anyMatch(answer -> answer.contains(stays));
        assertSameButDeleted(before, statistics());
        assertLogFits();
        assertRebuildsToTheSame();

        assertThat(filesWith(gone))
                .contains(fileOf("command_side.account_email"), fileOf("pg_statistic"))
                .anyMatch(name -> name.startsWith("postgres/pg_wal"));
        scrub();
        assertThat(filesWith(stays)).isNotEmpty();
    }

    /** One invitation accepted, one declined, one open, one to the user id that is open. */
    private String live(String name) throws IOException {
        String address = name + "@example.org";
        String accepted = invite(team, address);
        Person person = client.register(name);
        act(person, team, accepted, "acceptance");
        String second = client.foundTeam(admin, "Bats");
        act(person, second, invite(second, address), "declination");
        invite(client.foundTeam(admin, "Cats"), address);
        client.inviteUser(admin, client.foundTeam(admin, "Dogs"), person.id()).expect(201);
        return accepted;
    }

    private String invite(String to, String address) {
        Map<String, Object> body = Map.of(
                "email",
                address,
                "message",
                "Dear " + address + ", come.",
                "metadata",
                Map.of("crm", address),
                "acceptUrl",
                "http://localhost/accept?who=" + address.replace("@", "%40") + "#");
        return client.call("POST", "/v1/organizations/" + to + "/invitations", body, admin.token())
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    private void act(Person person, String in, String invitation, String action) {
        client.call(
                        "POST",
                        "/v1/organizations/%s/invitations/%s/%s".formatted(in, invitation, action),
                        "",
                        person.token())
                .expect(200);
    }

    /** What hours of work do to the files: samples for the planner, and pages on disk. */
    private void getOld() {
        database.sql().execute("analyze");
        database.sql().execute("checkpoint");
    }

    private String fileOf(String table) {
        return "postgres/"
                + database.sql().queryForObject("select pg_relation_filepath(to_regclass(?))", String.class, table);
    }

    private List<JsonNode> statistics() {
        return Stream.of("/v1/statistics", "/v1/organizations/" + team + "/statistics")
                .map(path -> client.get(path, admin).expect(200).json().get("totals"))
                .toList();
    }

    /** Nothing that happened is uncounted; what was open, two of them, is deleted now. */
    private static void assertSameButDeleted(List<JsonNode> before, List<JsonNode> after) {
        for (int i = 0; i < before.size(); i++) {
            int deleted = i == 0 ? 2 : 0;
            for (String count : before.get(i).propertyNames()) {
                if (before.get(i).get(count).isInt() && !count.equals("open")) {
                    assertThat(after.get(i).get(count).asInt())
                            .as(count)
                            .isEqualTo(before.get(i).get(count).asInt() + (count.equals("deleted") ? deleted : 0));
                }
            }
        }
    }

    /** Whatever page shows invitations. */
    private List<String> answers(String invitation) {
        return Stream.of(
                        "/v1/organizations/%s/invitations".formatted(team),
                        "/v1/organizations/%s/invitations/%s".formatted(team, invitation),
                        "/v1/organizations/%s/invitations?email=%s%%40example.org".formatted(team, gone),
                        "/membershipInvitation/" + invitation,
                        "/team/%s/openInvitation".formatted(team),
                        "/team/%s/emailMembershipInvitations".formatted(team),
                        "/mailbox/messages",
                        "/mailbox/messages?to=" + gone + "%40example.org")
                .map(path -> client.get(path, admin).text())
                .toList();
    }

    /** As a dump of the database would have it; not the planner's samples, which no dump has. */
    private List<String> tablesWith(String text) {
        return database.sql().queryForList("""
                        select format('%I.%I', schemaname, tablename) from pg_tables
                        where schemaname not in ('information_schema') and tablename not in ('pg_statistic', 'pg_authid')
                        order by 1""", String.class).stream()
                .filter(table -> database.sql()
                                .queryForObject(
                                        "select count(*) from %s t where t::text like ?".formatted(table),
                                        Long.class,
                                        "%" + text + "%")
                        > 0)
                .toList();
    }

    private List<String> filesWith(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        return files(file -> holds(file, wanted));
    }

    private List<String> files(Predicate<Path> condition) {
        List<String> names = new ArrayList<>();
        try (Stream<Path> all = Files.walk(data())) {
            all.filter(Files::isRegularFile)
                    .filter(condition)
                    .forEach(file -> names.add(data().relativize(file).toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    private static boolean holds(Path file, byte[] wanted) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(new String(wanted, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return false; // PostgreSQL has removed it meanwhile.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @EnableAutoConfiguration
    @Import(EventStoreConfiguration.class)
    static class Auditing {}

    private void assertLogFits() throws IOException {
        try (var context = new SpringApplicationBuilder(Auditing.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.datasource.url=" + database.url(),
                        "spring.datasource.username=usher",
                        "spring.datasource.password="
                                + Files.readString(data().resolve("postgres.password"))
                                        .strip(),
                        "usher.master-key="
                                + Files.readString(data().resolve("master.key")).strip(),
                        "usher.event-store.follow=false")
                .run()) {
            TrustedKeys keys =
                    TrustedKeys.all(context.getBean(Checkpoints.class).keys());
            LogVerifier.Outcome outcome = context.getBean(LogVerifier.class).verify(keys, (_, _) -> {});
            assertThat(outcome.finding()).isNull();
            assertThat(outcome.facts()).isGreaterThan(30);
        }
    }

    private void assertRebuildsToTheSame() throws Exception {
        List<String> views = database.tables("query_side").stream()
                .filter(table ->
                        !List.of("query_side.projection", "query_side.rebuild").contains(table))
                .toList();
        List<List<String>> before = rows(views);

        ChoreTest.Said said = ChoreTest.say(data(), "rebuild", "all");

        assertThat(said.exitCode()).as(said.words()).isZero();
        assertThat(rows(views)).isEqualTo(before);
    }

    private List<List<String>> rows(List<String> tables) {
        return tables.stream()
                .map(table -> database.sql()
                        .queryForList("select t::text from %s t order by 1".formatted(table), String.class))
                .toList();
    }

    /** A second time where the server wrote something old in between, such as a page of a table that was just rewritten. */
    private void scrub() {
        await().atMost(Duration.ofMinutes(4)).pollDelay(Duration.ZERO).untilAsserted(() -> {
            ChoreTest.Said said = ChoreTest.say(data(), "scrub");
            assertThat(said.exitCode()).as(said.words()).isZero();
            assertThat(said.words())
                    .contains("invitation-view: done", "command_side.account: rewritten", "write-ahead log: begun anew")
                    .doesNotContain("kept", "not possible");
            assertThat(filesWith(gone)).isEmpty();
        });
    }
}
