package dev.usher.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Do reads get slower as the log grows? Two Ushers, one with ten thousand invitations in its log and one with ten million (or
 * {@code HISTORY_INVITATIONS}), in both of which one team has a tenth of them; they take turns in answering the same
 * questions about that team. Prints the ratios of the 99th percentiles.
 */
final class Flatness {

    private static final int SMALL = 10_000;
    private static final int WARM_UP = 300;
    private static final int CALLS = 1_000;
    private static final double MOST = 1.5;
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

    private Flatness() {}

    public static void main(String... args) throws Exception {
        int large = Integer.parseInt(System.getenv().getOrDefault("HISTORY_INVITATIONS", "10000000"));
        Path directory = Files.createTempDirectory("usher-flatness");
        try (Subject small = Subject.with(SMALL, directory);
                Subject big = Subject.with(large, directory)) {
            small.projections().forEach(small::rebuild);
            big.projections().forEach(big::rebuild);
            report(new Reader(small, SMALL), new Reader(big, large));
        }
    }

    private static void report(Reader small, Reader big) {
        for (int call = 0; call < WARM_UP + CALLS; call++) {
            small.readAll(call >= WARM_UP);
            big.readAll(call >= WARM_UP);
            System.out.printf("\r%d of %d rounds", call + 1, WARM_UP + CALLS);
        }
        System.out.println();
        double worst = 0;
        for (String question : small.durations.keySet()) {
            Durations one = small.durations.get(question);
            Durations other = big.durations.get(question);
            double ratio = other.percentile(99) / one.percentile(99);
            worst = Math.max(worst, ratio);
            System.out.println(one);
            System.out.println(other);
            System.out.printf(
                    Locale.ROOT, "  ratio of p99 %.2f, of medians %.2f%n", ratio, other.median() / one.median());
        }
        System.out.printf(
                Locale.ROOT,
                "worst %.2f, at most %.1f wanted: %s%n",
                worst,
                MOST,
                worst <= MOST ? "reached" : "NOT REACHED");
    }

    /** Asks one of the two, and keeps what it took. */
    private static final class Reader {

        private final Subject subject;
        private final String token;
        private final Map<String, List<String>> questions = new LinkedHashMap<>();
        private final Map<String, Durations> durations = new LinkedHashMap<>();
        private final Random random = new Random(1);

        Reader(Subject subject, int invitations) {
            this.subject = subject;
            this.token = subject.signedIn().token();
            String team = "/v1/organizations/" + subject.biggestTeam();
            String list = team + "/invitations?status=all&limit=20";
            List<String> cursors = walk(team + "/invitations?status=all&limit=" + Math.min(1000, invitations / 100));
            String last = walk(list + "&pageToken=" + cursors.getLast()).getLast();
            questions.put("first page", List.of(list));
            questions.put("middle page", List.of(list + "&pageToken=" + cursors.get(cursors.size() / 2)));
            questions.put("last page", List.of(list + "&pageToken=" + last));
            questions.put("open, first page", List.of(team + "/invitations?limit=20"));
            questions.put(
                    "one by its id",
                    ids.stream().map(id -> team + "/invitations/" + id).toList());
            questions.put("year by day", List.of(team + "/statistics?" + year("")));
            questions.put("year by day, cohorts", List.of(team + "/statistics?" + year("&view=cohort")));
            questions.put("year by day, in Zurich", List.of(team + "/statistics?" + year("&timeZone=Europe/Zurich")));
            questions.put("year by day, everywhere", List.of("/v1/statistics?" + year("")));
            questions.keySet().forEach(name -> durations.put(name, new Durations(name + " at " + invitations, CALLS)));
        }

        private final List<String> ids = new ArrayList<>();

        private static String year(String more) {
            LocalDate today = LocalDate.now(ZoneOffset.UTC);
            return "from=%s&to=%s%s".formatted(today.minusDays(365), today, more);
        }

        /** Through the list to its end: the tokens of its pages, and the id of the first invitation of each. */
        private List<String> walk(String first) {
            List<String> tokens = new ArrayList<>();
            for (String path = first; path != null; ) {
                var page = subject.client.call("GET", path, null, token).expect(200);
                JsonNode invitations = page.json();
                if (!invitations.isEmpty()) {
                    ids.add(invitations.get(0).get("id").asString());
                }
                Matcher next = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
                path = next.find() ? next.group(1) : null;
                if (path != null) {
                    tokens.add(path.replaceFirst(".*pageToken=([^&]*).*", "$1"));
                }
            }
            return tokens;
        }

        void readAll(boolean counts) {
            questions.forEach((name, paths) -> {
                String path = paths.get(random.nextInt(paths.size()));
                long start = System.nanoTime();
                subject.client.call("GET", path, null, token).expect(200);
                if (counts) {
                    durations.get(name).add(System.nanoTime() - start);
                }
            });
        }
    }
}
