package dev.usher.benchmarks;

import dev.usher.eventstore.TestDatabase;
import dev.usher.standalone.Client;
import dev.usher.standalone.Standalone;
import dev.usher.standalone.UsherProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Do views keep up with the highest rate of commands? Batches of invitations one after the other for a while, as fast as they are
 * answered, with a look at how far the views are behind; then at half of that rate, evenly, with a look into the table of
 * the view itself: how long after a batch was answered is its last invitation there?
 */
final class KeepingUp {

    private static final Duration LASTS = Duration.ofSeconds(30);
    private static final int AT_ONCE = 2_000;
    private static final int PROBES = 600;
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(100);
    private static final double MOST_MILLIS = 100;
    private static final String SEEN = "select 1 from query_side.invitation where invitation_id = ?";

    private final Client client;
    private final Client.Person admin;
    private final String batch;
    private int number;

    private KeepingUp(Client client) {
        this.client = client;
        this.admin = client.signIn("admin", "correct horse battery");
        this.batch = "/v1/organizations/" + client.foundTeam(admin, "Many") + "/invitations/batch";
    }

    public static void main(String... args) throws Exception {
        Path directory = Files.createTempDirectory("usher-keeping-up");
        TestDatabase database = TestDatabase.fresh();
        Map<String, String> environment = Map.of(
                "USHER_DATA", directory.resolve("data").toString(),
                "USHER_ADMIN_PASSWORD", "correct horse battery",
                "USHER_DATABASE_URL", database.url(),
                "USHER_DATABASE_USER", database.user(),
                "USHER_DATABASE_PASSWORD", database.password());
        try (UsherProcess usher = UsherProcess.start(
                Standalone.class, environment, directory.resolve("output.log"), UsherProcess.DEPLOYED)) {
            KeepingUp run = new KeepingUp(new Client(usher.address()));
            run.asFastAsItGoes();
            double rate = run.asFastAsItGoes();
            Durations delays = run.atHalf(rate, database);
            System.out.println(delays);
            System.out.printf(
                    Locale.ROOT,
                    "p99 %.1f ms at %,.0f facts a second, at most %.0f wanted: %s%n",
                    delays.percentile(99),
                    rate / 2,
                    MOST_MILLIS,
                    delays.percentile(99) <= MOST_MILLIS ? "reached" : "NOT REACHED");
        }
    }

    /** @return facts a second */
    private double asFastAsItGoes() {
        long start = System.nanoTime();
        long facts = 0;
        long furthest = 0;
        while (System.nanoTime() - start < LASTS.toNanos()) {
            invite(AT_ONCE);
            facts += AT_ONCE;
            furthest = Math.max(furthest, behind());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long done = System.nanoTime();
        while (behind() > 0) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        System.out.printf(
                Locale.ROOT,
                "%,d facts in %.1f s, %,.0f a second; views at most %,d behind when a batch was answered, all there %.0f ms after the last%n",
                facts,
                seconds,
                facts / seconds,
                furthest,
                (System.nanoTime() - done) / 1e6);
        return facts / seconds;
    }

    private Durations atHalf(double rate, TestDatabase database) throws SQLException {
        Durations delays = new Durations("until visible", PROBES);
        int size = (int) Math.max(1, rate / 2 * BETWEEN_PROBES.toMillis() / 1000);
        try (Connection connection = database.connect();
                PreparedStatement seen = connection.prepareStatement(SEEN)) {
            long next = System.nanoTime();
            for (int probe = 0; probe < PROBES; probe++) {
                String last = invite(size);
                delays.add(untilSeen(seen, last));
                next += BETWEEN_PROBES.toNanos();
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
        return delays;
    }

    private static long untilSeen(PreparedStatement seen, String id) throws SQLException {
        long start = System.nanoTime();
        seen.setString(1, id);
        while (true) {
            try (ResultSet row = seen.executeQuery()) {
                if (row.next()) {
                    return System.nanoTime() - start;
                }
            }
            // Asking without a pause would take one of two cores.
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    /** @return the id of the last one */
    private String invite(int people) {
        String body = IntStream.range(0, people)
                .mapToObj(i -> "p%d@example.org,link".formatted(number++))
                .collect(Collectors.joining("\n", "email,channel\n", "\n"));
        Map<String, String> headers = Map.of("Authorization", "Bearer " + admin.token(), "Content-Type", "text/csv");
        String answer = client.call("POST", batch, body, headers).expect(200).text();
        String last = answer.substring(answer.lastIndexOf("\"id\":\"") + 6);
        return last.substring(0, last.indexOf('"'));
    }

    private long behind() {
        long most = 0;
        for (JsonNode projection :
                client.get("/v1/projections", admin).expect(200).json()) {
            most = Math.max(most, projection.get("behind").asLong());
        }
        return most;
    }
}
