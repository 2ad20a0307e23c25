package dev.usher.benchmarks;

import dev.usher.standalone.Client;
import dev.usher.standalone.Standalone;
import dev.usher.standalone.UsherProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How much faster are ten thousand invitations in a batch than one by one, and does memory stay flat? One Usher; rounds of
 * both in turns, so that whatever else the machine does hits both. The single ones come from eight clients at once. No
 * letters: those would be the same for both. Prints the ratio of the sums, and what lives in the heap after each round, and while
 * one more batch is under way.
 */
final class Batches {

    private static final int PEOPLE = 10_000;
    private static final int ROUNDS = 5;
    private static final int CLIENTS = 8;
    private static final double LEAST = 5;
    private static final Pattern BYTES = Pattern.compile("(?m)^\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+)");

    private Batches() {}

    public static void main(String... args) throws Exception {
        Path directory = Files.createTempDirectory("usher-batches");
        Map<String, String> environment =
                Map.of("USHER_DATA", directory.resolve("data").toString());
        try (UsherProcess usher = UsherProcess.start(Standalone.class, environment, directory.resolve("output.log"))) {
            Client client = new Client(usher.address());
            Client.Person admin = client.register("olga");
            String path = "/v1/organizations/" + client.foundTeam(admin, "Many") + "/invitations";
            batch(client, admin, path, "warm-up", PEOPLE);
            single(client, admin, path, "warm-up-single", PEOPLE / ROUNDS);
            System.out.printf("live heap %d KiB%n", liveKilobytes(usher));
            long batches = 0;
            long singles = 0;
            for (int round = 0; round < ROUNDS; round++) {
                batches += batch(client, admin, path, "batch-" + round, PEOPLE);
                // A fifth of the people each, or the run would take minutes.
                singles += ROUNDS * single(client, admin, path, "single-" + round, PEOPLE / ROUNDS);
                System.out.printf("round %d of %d: live heap %d KiB%n", round + 1, ROUNDS, liveKilobytes(usher));
            }
            System.out.printf(
                    "at most %d KiB while a batch is under way%n",
                    mostWhile(usher, () -> batch(client, admin, path, "watched", PEOPLE)));
            report(batches, singles);
        }
    }

    /** Collecting again and again makes it slow, but changes nothing of what it holds. */
    private static long mostWhile(UsherProcess usher, Callable<?> work) throws Exception {
        try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
            Future<?> done = worker.submit(work);
            long most = 0;
            while (!done.isDone()) {
                most = Math.max(most, liveKilobytes(usher));
            }
            done.get();
            return most;
        }
    }

    private static void report(long batches, long singles) {
        double ratio = (double) singles / batches;
        System.out.printf(Locale.ROOT, "%d in a batch:   %8.0f ms%n", PEOPLE, batches / 1e6 / ROUNDS);
        System.out.printf(
                Locale.ROOT, "%d one by one:   %8.0f ms (%d clients)%n", PEOPLE, singles / 1e6 / ROUNDS, CLIENTS);
        System.out.printf(
                Locale.ROOT,
                "ratio %.1f, at least %.0f wanted: %s%n",
                ratio,
                LEAST,
                ratio >= LEAST ? "reached" : "NOT REACHED");
    }

    private static long batch(Client client, Client.Person admin, String path, String name, int people) {
        String body = IntStream.range(0, people)
                .mapToObj(i -> "%s-%d@example.org,link".formatted(name, i))
                .collect(Collectors.joining("\n", "email,channel\n", "\n"));
        Map<String, String> headers = Map.of("Authorization", "Bearer " + admin.token(), "Content-Type", "text/csv");
        long start = System.nanoTime();
        String answer =
                client.call("POST", path + "/batch", body, headers).expect(200).text();
        long took = System.nanoTime() - start;
        if (!answer.contains("\"created\":" + people)) {
            throw new AssertionError(answer.substring(Math.max(0, answer.length() - 500)));
        }
        return took;
    }

    private static long single(Client client, Client.Person admin, String path, String name, int people)
            throws Exception {
        long start = System.nanoTime();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                Map<String, String> one = Map.of("email", "%s-%d@example.org".formatted(name, i), "channel", "link");
                calls.add(clients.submit(
                        () -> client.call("POST", path, one, admin.token()).expect(201)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
        return System.nanoTime() - start;
    }

    /** What a full collection leaves, without the gaps that it did not think worth closing. */
    private static long liveKilobytes(UsherProcess usher) throws IOException, InterruptedException {
        Matcher line = BYTES.matcher(jcmd(usher, "GC.class_histogram"));
        long live = 0;
        while (line.find()) {
            live += line.group(2).contains("FillerElement") ? 0 : Long.parseLong(line.group(1));
        }
        return live / 1024;
    }

    private static String jcmd(UsherProcess usher, String command) throws IOException, InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process asked = new ProcessBuilder(tool, Long.toString(usher.pid()), command)
                .redirectErrorStream(true)
                .start();
        String answer = new String(asked.getInputStream().readAllBytes());
        asked.waitFor();
        return answer;
    }
}
