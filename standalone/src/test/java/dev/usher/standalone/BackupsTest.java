package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.eventstore.KeyTable;
import dev.usher.eventstore.OpenedLog;
import dev.usher.eventstore.StartRefused;
import dev.usher.eventstore.TestDatabase;
import dev.usher.eventstore.backup.Backups;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** An export is of one moment. Of one that is not good, or not for here, nothing comes in, and the next one can. */
class BackupsTest {

    private static final PrintStream NOBODY = new PrintStream(OutputStream.nullOutputStream());
    private static final InvitationId INVITATION = InvitationId.next();

    @TempDir
    private static Path original;

    private static ConfigurableApplicationContext here;

    @TempDir
    Path copy;

    @BeforeAll
    static void export() throws IOException {
        try (ConfigurableApplicationContext there = empty()) {
            begin(there, INVITATION);
            there.getBean(Backups.class).write(original.resolve("backup"), NOBODY);
        }
        here = empty();
    }

    private static void begin(ConfigurableApplicationContext usher, InvitationId invitation) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        log(usher)
                .begin(
                        "Invitation",
                        invitation.value(),
                        new InvitationCreated(
                                invitation,
                                new TeamId("owls"),
                                now,
                                Invitee.of(new EmailAddress("ann@example.org")),
                                Role.MEMBER,
                                null,
                                new UserId("bob"),
                                Channel.EMAIL,
                                null,
                                now.plus(Duration.ofDays(7)),
                                null,
                                null));
    }

    @AfterAll
    static void close() {
        here.close();
    }

    private static ConfigurableApplicationContext empty() {
        return on(TestDatabase.fresh());
    }

    private static ConfigurableApplicationContext on(TestDatabase database) {
        return BackupCommands.context(Map.of(
                "spring.datasource.url", database.url(),
                "spring.datasource.username", database.user(),
                "spring.datasource.password", database.password(),
                "usher.master-key", TestDatabase.MASTER_KEY));
    }

    private static OpenedLog log(ConfigurableApplicationContext usher) {
        return new OpenedLog(usher.getBean(DataSource.class), TestDatabase.MASTER_KEY);
    }

    @BeforeEach
    void copied() throws IOException {
        try (Stream<Path> files = Files.list(original.resolve("backup"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"events.ndjson", "keys.json", "rows.ndjson"})
    void whatWasCutOrAltered(String file) throws IOException {
        String text = Files.readString(copy.resolve(file));
        for (String other : List.of("", text.substring(0, text.length() - 1), text.replace('1', '2') + " ")) {
            Files.writeString(copy.resolve(file), other);
            assertRefused(IllegalArgumentException.class, "the backup was altered, or is not whole");
        }
    }

    /** Somebody is invited after each step that it tells of. */
    @Test
    void whatIsWrittenMeanwhileIsNotInIt() throws IOException {
        AtomicInteger invited = new AtomicInteger();
        Path backup = copy.resolve("backup");
        try (ConfigurableApplicationContext there = empty()) {
            begin(there, INVITATION);
            there.getBean(Backups.class).write(backup, new PrintStream(new OutputStream() {
                @Override
                public void write(int written) {
                    if ((written == '\r' || written == '\n') && invited.get() < 5) {
                        CompletableFuture.runAsync(() -> begin(there, InvitationId.next()))
                                .join();
                        invited.incrementAndGet();
                    }
                }
            }));
        }

        assertThat(invited).hasValueGreaterThan(1);
        assertThat(Files.readAllLines(backup.resolve("events.ndjson")))
                .singleElement()
                .asString()
                .contains(INVITATION.value());
        assertThat(Files.readAllLines(backup.resolve("rows.ndjson")))
                .filteredOn(line -> line.contains("invitee_key"))
                .singleElement()
                .asString()
                .contains(INVITATION.value());
    }

    @Test
    void checkpointsThatAreNotOfThisExport() throws IOException {
        Files.writeString(copy.resolve("checkpoints.ndjson"), "{}\n");
        assertRefused(IllegalArgumentException.class, "or its files are of several exports");
    }

    @Test
    void aSealOfAnotherMasterKey() throws IOException {
        byte[] seal = Base64.getDecoder().decode(Files.readString(copy.resolve("seal")));
        seal[20] ^= 1;
        Files.writeString(copy.resolve("seal"), Base64.getEncoder().encodeToString(seal));
        assertThatThrownBy(() -> read(Set.of()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("The master key does not open backup.seal");
        // Those that it made itself would be in the way of the right one.
        assertThat(rows()).isEqualTo("[]");
    }

    /** By somebody who has the master key: what the seal does not see. */
    @Test
    void aFactThatWasChanged() throws Exception {
        change("events.ndjson", "\"role\":\"member\"", "\"role\":\"admin\"");
        seal();
        assertRefused(IllegalArgumentException.class, "the export is not good");
    }

    @Test
    void signedByNobodyWhoIsTrusted() throws IOException {
        String before = rows();
        assertThatThrownBy(() -> read(Set.of("MCowBQYDK2VwAyEAf8SvAbX0rBTzN4Yq6H5u0rTmC3m3wQ1b1vPzq2c8k0E=")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none of the");
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void keysOfAnotherMasterKey() throws Exception {
        List<String> lines = Files.readAllLines(copy.resolve("rows.ndjson"));
        String key = lines.stream()
                .filter(line -> line.contains("\"purpose\":\"personal\""))
                .findFirst()
                .orElseThrow();
        int at = key.indexOf("\\\\x") + 40;
        char other = key.charAt(at) == '0' ? '1' : '0';
        change("rows.ndjson", key, key.substring(0, at) + other + key.substring(at + 1));
        seal();
        assertRefused(StartRefused.class, "The master key does not open personal/1");
    }

    @Test
    void tablesOfAnotherVersion() throws Exception {
        change("rows.ndjson", "\"event_store\":\"", "\"event_store\":\"1");
        seal();
        assertRefused(IllegalArgumentException.class, "import it with the version of Usher that made it");
    }

    @Test
    void rowsThatAreNone() throws Exception {
        change("rows.ndjson", "\"table\":\"event_store.invitee_key\"", "\"table\":\"event_store.fact\"");
        seal();
        assertRefused(IllegalArgumentException.class, "'event_store.fact' is not a table of a backup");
    }

    @Test
    void anUsherThatHasSomething() {
        JdbcTemplate sql = here.getBean(JdbcTemplate.class);
        sql.update("""
                insert into event_store.api_key (key_id, team_id, name, role, secret_hash, created_by, created_at)
                values ('k', 't', 'n', 'member', sha256('x'), 'u', now())""");
        try {
            assertThatThrownBy(() -> read(Set.of()))
                    .hasMessageContaining("this Usher is in use: there is something in event_store.api_key");
        } finally {
            sql.update("delete from event_store.api_key");
        }
    }

    @Test
    void whereAnotherUsherWorks() {
        TestDatabase database = TestDatabase.fresh();
        try (ConfigurableApplicationContext one = on(database);
                ConfigurableApplicationContext _ = on(database)) {
            String alive = "select count(*) from pg_locks where locktype = 'advisory' and database = "
                    + "(select oid from pg_database where datname = current_database())";
            JdbcTemplate sql = one.getBean(JdbcTemplate.class);
            await().until(() -> sql.queryForObject(alive, Integer.class) == 2);

            assertThatThrownBy(() -> one.getBean(Backups.class).read(copy, Set.of(), NOBODY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("another Usher works with this database: stop it first");
        }
    }

    @Test
    void aDirectoryThatIsThere() {
        assertThatThrownBy(() -> here.getBean(Backups.class).write(copy, NOBODY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is there already");
    }

    /** What was refused before is not in the way. */
    @Test
    void afterAllThatTheRightOneComesIn() throws IOException {
        try (ConfigurableApplicationContext another = empty()) {
            String rows = Files.readString(copy.resolve("rows.ndjson"));
            Files.writeString(copy.resolve("rows.ndjson"), "");
            Backups backups = another.getBean(Backups.class);
            assertThatThrownBy(() -> backups.read(copy, Set.of(), NOBODY)).isInstanceOf(IllegalArgumentException.class);
            Files.writeString(copy.resolve("rows.ndjson"), rows);

            backups.read(copy, Set.of(), NOBODY);

            assertThat(log(another).all(InvitationCreated.class).getFirst().invitee())
                    .isEqualTo(Invitee.of(new EmailAddress("ann@example.org")));
        }
    }

    private void seal() throws Exception {
        MessageDigest whole = MessageDigest.getInstance("SHA-256");
        for (String file : List.of("events.ndjson", "checkpoints.ndjson", "keys.json", "rows.ndjson")) {
            whole.update(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(copy.resolve(file))));
        }
        byte[] seal = here.getBean(KeyTable.class).seal(whole.digest());
        Files.writeString(copy.resolve("seal"), Base64.getEncoder().encodeToString(seal));
    }

    private void read(Set<String> trusted) throws IOException {
        here.getBean(Backups.class).read(copy, trusted, NOBODY);
    }

    private void change(String file, String what, String to) throws IOException {
        String text = Files.readString(copy.resolve(file));
        assertThat(text).contains(what);
        Files.writeString(copy.resolve(file), text.replace(what, to), StandardCharsets.UTF_8);
    }

    private void assertRefused(Class<? extends Exception> how, String why) {
        String before = rows();
        assertThatThrownBy(() -> read(Set.of())).isInstanceOf(how).hasMessageContaining(why);
        assertThat(rows()).isEqualTo(before);
    }

    /** Whatever a backup would bring. */
    private static String rows() {
        JdbcTemplate sql = here.getBean(JdbcTemplate.class);
        return Stream.of(
                        "event_store.key_ring",
                        "event_store.fact",
                        "event_store.invitee_key",
                        "event_store.checkpoint",
                        "command_side.account")
                .flatMap(table ->
                        sql.queryForList("select t::text from %s t order by 1".formatted(table), String.class).stream())
                .toList()
                .toString();
    }
}
