package dev.usher.benchmarks;

import dev.usher.standalone.Client;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;

/**
 * How fast is a view made anew, while it is read? Rebuilds each view of a log of a million invitations (or
 * {@code HISTORY_INVITATIONS}) twice: to fill it, and again while readers compare what they see; then copies the rows that came of it
 * into an empty table of the same form, in the same run. Prints facts a second and the share of the bare copy.
 */
final class Rebuilds {

    private static final double LEAST_FACTS = 50_000;
    private static final double LEAST_SHARE = 0.5;

    private Rebuilds() {}

    public static void main(String... args) throws Exception {
        int invitations = Integer.parseInt(System.getenv().getOrDefault("HISTORY_INVITATIONS", "1000000"));
        Path directory = Files.createTempDirectory("usher-rebuilds");
        try (Subject subject = Subject.with(invitations, directory)) {
            List<String> projections = subject.projections();
            projections.forEach(subject::rebuild);
            for (String projection : projections) {
                measure(subject, projection, directory);
            }
        }
    }

    private static void measure(Subject subject, String projection, Path directory) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        JsonNode rebuild;
        int reads = 0;
        try (ExecutorService readers = Executors.newFixedThreadPool(1)) {
            Future<Integer> reading = readers.submit(() -> read(subject, enough));
            try {
                rebuild = subject.rebuild(projection);
            } finally {
                enough.set(true);
            }
            reads = reading.get();
        }
        double seconds = Duration.between(
                                Instant.parse(rebuild.get("startedAt").asString()),
                                Instant.parse(rebuild.get("endedAt").asString()))
                        .toMillis()
                / 1000.0;
        double rate = rebuild.get("facts").asLong() / seconds;
        double copy = copy(subject, projection, directory);
        System.out.printf(
                Locale.ROOT,
                "%s: %,d facts in %.1f s, %,.0f/s; a bare copy of its rows %.1f s, share %.2f; %,d reads meanwhile, all right: %s%n",
                projection,
                rebuild.get("facts").asLong(),
                seconds,
                rate,
                copy,
                copy / seconds,
                reads,
                rate >= LEAST_FACTS || copy / seconds >= LEAST_SHARE ? "reached" : "NOT REACHED");
    }

    /** Nothing happens meanwhile: every answer must be the first one. */
    private static int read(Subject subject, AtomicBoolean enough) {
        Client.Person admin = subject.signedIn();
        String team = "/v1/organizations/" + subject.biggestTeam();
        List<String> questions = List.of(
                team + "/invitations?status=all&limit=20",
                team + "/statistics?from=2026-01-01&to=2026-03-01",
                "/v1/statistics?interval=month");
        List<String> first =
                questions.stream().map(path -> answer(subject, path, admin)).toList();
        int reads = 0;
        while (!enough.get()) {
            for (int i = 0; i < questions.size(); i++) {
                String now = answer(subject, questions.get(i), admin);
                if (!now.equals(first.get(i))) {
                    throw new AssertionError("%s was %s, is %s".formatted(questions.get(i), first.get(i), now));
                }
                reads++;
            }
            pause();
        }
        return reads;
    }

    private static String answer(Subject subject, String path, Client.Person admin) {
        Client.Answer answer = subject.client.get(path, admin).expect(200);
        return answer.headers().firstValue("Total-Count").orElse("") + answer.text();
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return seconds */
    private static double copy(Subject subject, String projection, Path directory) throws Exception {
        double seconds = 0;
        for (String table : tables(projection)) {
            Path file = directory.resolve(table + ".copy");
            try (Connection connection = subject.database.connect()) {
                JdbcTemplate sql = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
                sql.execute("create table public.%1$s (like query_side.%1$s including all)".formatted(table));
                out(connection, "copy query_side.%s to stdout".formatted(table), file);
                long start = System.nanoTime();
                in(connection, "copy public.%s from stdin".formatted(table), file);
                seconds += (System.nanoTime() - start) / 1e9;
                sql.execute("drop table public." + table);
            } finally {
                Files.deleteIfExists(file);
            }
        }
        return seconds;
    }

    private static List<String> tables(String projection) {
        Map<String, List<String>> known = Map.of(
                "invitation-view", List.of("invitation", "invitation_count"),
                "membership-view", List.of("team", "team_member"),
                "statistics-view", List.of("tally", "invitation_origin", "creator"),
                "domain-view", List.of("address_domain", "invitation_domain"));
        return known.getOrDefault(projection, new ArrayList<>());
    }

    private static void out(Connection connection, String copy, Path file) throws SQLException, IOException {
        try (OutputStream to = Files.newOutputStream(file)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy, to);
        }
    }

    private static void in(Connection connection, String copy, Path file) throws SQLException, IOException {
        try (InputStream from = Files.newInputStream(file)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, from, 1 << 20);
        }
    }
}
