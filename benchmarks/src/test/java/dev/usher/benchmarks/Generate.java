package dev.usher.benchmarks;

import dev.usher.api.UserId;
import dev.usher.benchmarks.history.Chronicle;
import dev.usher.benchmarks.history.History;
import dev.usher.eventstore.TestDatabase;
import java.time.Instant;
import java.util.Map;

/**
 * Fills the log of a database with the history of a year, for demonstrations and measurements. Start Usher on the database
 * once and stop it, so that its tables are there. Settings, all by environment:
 *
 * <ul>
 *   <li>{@code USHER_DATABASE_URL}, {@code USHER_DATABASE_USER}, {@code USHER_DATABASE_PASSWORD}, {@code USHER_MASTER_KEY}: as Usher
 *       itself has them
 *   <li>{@code HISTORY_INVITATIONS}: how many, default 100000
 *   <li>{@code HISTORY_SEED}: another seed, another history; default 1
 *   <li>{@code HISTORY_END}: when it ends, default now; give it for the same history again
 *   <li>{@code HISTORY_FOUNDER}: the user who founded the biggest team, such as your own id; default somebody new
 *   <li>{@code HISTORY_VIEWS}: {@code fold}, so that views show it when Usher has read it all, or {@code skip}. Default fold
 * </ul>
 */
final class Generate {

    private Generate() {}

    public static void main(String... args) {
        Map<String, String> settings = System.getenv();
        try {
            History history = history(settings);
            System.out.println(history);
            new Chronicle(database(settings)).write(history, "skip".equals(settings.get("HISTORY_VIEWS")));
            System.out.printf("biggest team %s, founded by %s%n", history.biggestTeam(), history.founder());
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static History history(Map<String, String> settings) {
        History history = History.of(
                Integer.parseInt(settings.getOrDefault("HISTORY_INVITATIONS", "100000")),
                Long.parseLong(settings.getOrDefault("HISTORY_SEED", "1")),
                Instant.parse(settings.getOrDefault("HISTORY_END", Instant.now().toString())));
        String founder = settings.get("HISTORY_FOUNDER");
        return founder == null ? history : history.foundedBy(new UserId(founder));
    }

    private static TestDatabase database(Map<String, String> settings) {
        String url = settings.get("USHER_DATABASE_URL");
        if (url == null) {
            throw new IllegalStateException(
                    "USHER_DATABASE_URL is missing: the database to fill, such as jdbc:postgresql://localhost/usher");
        }
        return new TestDatabase(
                url,
                settings.getOrDefault("USHER_DATABASE_USER", "usher"),
                settings.getOrDefault("USHER_DATABASE_PASSWORD", ""));
    }
}
