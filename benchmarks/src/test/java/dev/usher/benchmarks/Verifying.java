package dev.usher.benchmarks;

import dev.usher.standalone.Client;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * How fast is a log verified? Of about a million facts ({@code HISTORY_INVITATIONS}, 200,000 unless said), over REST; and in the same run,
 * how fast somebody reads all columns of all facts in their order and makes one SHA-256 of them, which is the least that anybody has
 * to do. Three times in turns; prints facts a second and the share.
 */
final class Verifying {

    private static final double LEAST_FACTS = 100_000;
    private static final double LEAST_SHARE = 0.5;

    private Verifying() {}

    public static void main(String... args) throws Exception {
        int invitations = Integer.parseInt(System.getenv().getOrDefault("HISTORY_INVITATIONS", "200000"));
        try (Subject subject = Subject.with(invitations, Files.createTempDirectory("usher-verifying"))) {
            awaitSigned(subject);
            for (int round = 1; round <= 3; round++) {
                double bare = bare(subject);
                JsonNode done = verified(subject);
                double rate = done.get("facts").asLong() / seconds(done);
                System.out.printf(
                        Locale.ROOT,
                        "round %d: %,d facts, %s, signed up to %,d of %,d: %,.0f/s; a bare read with sha256 %,.0f/s, share %.2f: %s%n",
                        round,
                        done.get("facts").asLong(),
                        done.get("state").asString(),
                        done.get("signedTo").asLong(),
                        done.get("position").asLong(),
                        rate,
                        bare,
                        rate / bare,
                        rate >= LEAST_FACTS || rate / bare >= LEAST_SHARE ? "reached" : "NOT REACHED");
            }
        }
    }

    private static void awaitSigned(Subject subject) {
        long start = System.nanoTime();
        while (verified(subject).get("signedTo").asLong() < subject.head()) {
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
        System.out.printf(Locale.ROOT, "signed within %.1f s%n", (System.nanoTime() - start) / 1e9);
    }

    private static JsonNode verified(Subject subject) {
        Client.Person auditor = subject.signedIn();
        String where = subject.client
                .call("POST", "/v1/verifications", "{}", auditor.token())
                .expect(202)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        JsonNode found;
        do {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            found = subject.client.get(where, auditor).expect(200).json();
            System.out.printf(
                    Locale.ROOT,
                    "\r%,d of %,d    ",
                    found.get("facts").asLong(),
                    found.get("head").asLong());
        } while (!found.has("endedAt"));
        System.out.println();
        return found;
    }

    private static double seconds(JsonNode done) {
        Duration took = Duration.between(
                Instant.parse(done.get("requestedAt").asString()),
                Instant.parse(done.get("endedAt").asString()));
        return took.toMillis() / 1000.0;
    }

    /** @return facts a second */
    private static double bare(Subject subject) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        long facts = 0;
        long start = System.nanoTime();
        try (Connection connection = subject.database.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement select = connection.prepareStatement("""
                    select global_index::text, event_id, aggregate_type, aggregate_id, sequence_number::text, name, revision,
                           recorded_at::text, metadata::text, payload::text, hash::text
                    from event_store.fact order by global_index""")) {
                select.setFetchSize(5_000);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        for (int column = 1; column <= 11; column++) {
                            byte[] bytes = rows.getBytes(column);
                            if (bytes != null) {
                                sha256.update(bytes);
                            }
                        }
                        facts++;
                    }
                }
            }
        }
        return facts / ((System.nanoTime() - start) / 1e9);
    }
}
