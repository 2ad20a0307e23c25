package dev.usher.benchmarks;

import dev.usher.benchmarks.history.Chronicle;
import dev.usher.eventstore.TestDatabase;
import dev.usher.standalone.Client;
import dev.usher.standalone.Standalone;
import dev.usher.standalone.UsherProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Do commands get slower as the log grows? Two Ushers on one PostgreSQL server, one with ten thousand facts in its log and
 * one with a million, take turns in creating, binding and accepting over REST; so whatever else the machine does hits
 * both alike. Prints the ratios of the medians.
 */
final class Growth {

    private static final int SMALL = 10_000;
    private static final int LARGE = 1_000_000;
    private static final int WARM_UP = 200;
    private static final int CYCLES = 500;
    private static final double MOST = 1.2;
    private static final List<String> WISHES = List.of("create", "bind", "accept");

    private Growth() {}

    public static void main(String... args) throws Exception {
        Path directory = Files.createTempDirectory("usher-growth");
        try (Subject small = Subject.of(SMALL, directory);
                Subject large = Subject.of(LARGE, directory)) {
            for (int cycle = 0; cycle < WARM_UP + CYCLES; cycle++) {
                small.live(cycle);
                large.live(cycle);
            }
            report(small, large);
        }
    }

    private static void report(Subject small, Subject large) {
        small.durations.forEach(System.out::println);
        large.durations.forEach(System.out::println);
        double worst = 0;
        for (int i = 0; i < WISHES.size(); i++) {
            double ratio =
                    large.durations.get(i).median() / small.durations.get(i).median();
            worst = Math.max(worst, ratio);
            System.out.printf(Locale.ROOT, "ratio of medians, %s: %.2f%n", WISHES.get(i), ratio);
        }
        System.out.printf(
                Locale.ROOT,
                "worst %.2f, at most %.1f wanted: %s%n",
                worst,
                MOST,
                worst <= MOST ? "reached" : "NOT REACHED");
    }

    /** An Usher with a log of a given size, and what its commands took. */
    private static final class Subject implements AutoCloseable {

        private final UsherProcess usher;
        private final Client client;
        private final Client.Person admin;
        private final Client.Person ann;
        private final List<Durations> durations;

        private Subject(UsherProcess usher, int facts) {
            this.usher = usher;
            this.client = new Client(usher.address());
            this.admin = client.register("olga");
            this.ann = client.register("ann");
            this.durations = WISHES.stream()
                    .map(wish -> new Durations(wish + " at " + facts, CYCLES))
                    .toList();
        }

        /** The first start makes the tables, then the log is filled, and the second one is what is measured. */
        static Subject of(int facts, Path directory) throws IOException {
            TestDatabase database = TestDatabase.fresh();
            Path own = Files.createDirectory(directory.resolve(Integer.toString(facts)));
            Map<String, String> environment = Map.of(
                    "USHER_DATA", own.resolve("data").toString(),
                    "USHER_DATABASE_URL", database.url(),
                    "USHER_DATABASE_USER", database.user(),
                    "USHER_DATABASE_PASSWORD", database.password());
            UsherProcess.start(Standalone.class, environment, own.resolve("output.log"))
                    .close();
            new Chronicle(database).growTo(facts);
            return new Subject(UsherProcess.start(Standalone.class, environment, own.resolve("output.log")), facts);
        }

        void live(int cycle) throws Exception {
            String team = client.foundTeam(admin, "Team " + cycle);
            long start = System.nanoTime();
            String invitation = client.invite(admin, team, ann.email())
                    .expect(201)
                    .json()
                    .get("id")
                    .asString();
            long created = System.nanoTime();
            JsonNode proof = client.proof(ann, invitation);
            long proved = System.nanoTime();
            client.bind(ann, invitation, proof).expect(200);
            long bound = System.nanoTime();
            client.accept(ann, team).expect(204);
            long accepted = System.nanoTime();
            if (cycle >= WARM_UP) {
                durations.get(0).add(created - start);
                durations.get(1).add(bound - proved);
                durations.get(2).add(accepted - bound);
            }
        }

        @Override
        public void close() {
            usher.close();
        }
    }
}
