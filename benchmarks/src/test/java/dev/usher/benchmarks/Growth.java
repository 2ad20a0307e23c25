package dev.usher.benchmarks;

import dev.usher.standalone.Client;
import dev.usher.standalone.OwnDatabase;
import dev.usher.standalone.Standalone;
import dev.usher.standalone.UsherProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/**
 * Do commands get slower as the log grows? Times create, bind and accept over REST with ten thousand facts in the log
 * and with a million, in one run, and prints the ratio of the medians.
 */
final class Growth {

    private static final int SMALL = 10_000;
    private static final int LARGE = 1_000_000;
    private static final int CYCLES = 500;
    private static final double MOST = 1.2;

    private final Client client;
    private final JdbcTemplate sql;
    private final Client.Person admin;
    private final Client.Person ann;

    private Growth(UsherProcess usher, Path data) {
        this.client = new Client(usher.address());
        this.sql = new OwnDatabase(data).sql();
        this.admin = client.register("olga");
        this.ann = client.register("ann");
    }

    /** Medians at one size of the log. */
    private record Measured(Durations create, Durations bind, Durations accept) {

        static Measured of(int facts) {
            return new Measured(
                    new Durations("create at " + facts, CYCLES),
                    new Durations("bind at " + facts, CYCLES),
                    new Durations("accept at " + facts, CYCLES));
        }

        List<Durations> all() {
            return List.of(create, bind, accept);
        }
    }

    public static void main(String... args) throws Exception {
        Path directory = Files.createTempDirectory("usher-growth");
        Path data = directory.resolve("data");
        try (UsherProcess usher = UsherProcess.start(
                Standalone.class, Map.of("USHER_DATA", data.toString()), directory.resolve("output.log"))) {
            Growth growth = new Growth(usher, data);
            System.out.println("Warming up");
            growth.measure(0);
            Measured small = growth.at(SMALL);
            Measured large = growth.at(LARGE);
            report(small, large);
        }
    }

    private Measured at(int facts) throws Exception {
        new History(sql).growTo(facts);
        return measure(facts);
    }

    private Measured measure(int facts) throws Exception {
        Measured measured = Measured.of(facts);
        for (int i = 0; i < CYCLES; i++) {
            String team = client.foundTeam(admin, "Team " + i);
            String invitation = measured.create
                    .time(() -> client.invite(admin, team, ann.email()).expect(201))
                    .json()
                    .get("id")
                    .asString();
            JsonNode proof = client.proof(ann, invitation);
            measured.bind.time(() -> client.bind(ann, invitation, proof).expect(200));
            measured.accept.time(() -> client.accept(ann, team).expect(204));
        }
        measured.all().forEach(System.out::println);
        return measured;
    }

    private static void report(Measured small, Measured large) {
        double worst = 0;
        for (int i = 0; i < small.all().size(); i++) {
            double ratio = large.all().get(i).median() / small.all().get(i).median();
            worst = Math.max(worst, ratio);
            System.out.printf(
                    Locale.ROOT,
                    "ratio of medians, %s: %.2f%n",
                    List.of("create", "bind", "accept").get(i),
                    ratio);
        }
        System.out.printf(
                Locale.ROOT,
                "worst %.2f, at most %.1f wanted: %s%n",
                worst,
                MOST,
                worst <= MOST ? "reached" : "NOT REACHED");
    }
}
