package dev.usher.benchmarks;

import dev.usher.api.UserId;
import dev.usher.benchmarks.history.Chronicle;
import dev.usher.benchmarks.history.History;
import dev.usher.eventstore.TestDatabase;
import dev.usher.standalone.Client;
import dev.usher.standalone.Standalone;
import dev.usher.standalone.UsherProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * An Usher on a database with a history of a given size, running as an image of it would. The biggest team has a tenth of all
 * invitations, and the first administrator founded it; the same person is operator and analyst.
 */
final class Subject implements AutoCloseable {

    private static final long SEED = 1;
    private static final String PASSWORD = "correct horse battery";

    final TestDatabase database;
    final History history;
    final Client client;
    final Client.Person admin;
    private final UsherProcess usher;

    private Subject(TestDatabase database, History history, UsherProcess usher) {
        this.database = database;
        this.history = history;
        this.usher = usher;
        this.client = new Client(usher.address());
        this.admin = signIn(client);
    }

    /**
     * The first start makes the tables and tells who the administrator is, then the log is filled; views are made by rebuilds.
     *
     * @param directory for what it writes besides
     */
    static Subject with(int invitations, Path directory) throws IOException {
        TestDatabase database = TestDatabase.fresh();
        Path own = Files.createDirectory(directory.resolve(Integer.toString(invitations)));
        Map<String, String> environment = environment(database, own);
        Path log = own.resolve("output.log");
        String founder;
        try (UsherProcess first = UsherProcess.start(Standalone.class, environment, log)) {
            founder = signIn(new Client(first.address())).id();
        }
        History history = History.of(invitations, SEED, Instant.now()).foundedBy(new UserId(founder));
        new Chronicle(database).write(history, true);
        return new Subject(
                database, history, UsherProcess.start(Standalone.class, environment, log, UsherProcess.DEPLOYED));
    }

    private static Map<String, String> environment(TestDatabase database, Path own) {
        Map<String, String> environment = new HashMap<>();
        environment.put("USHER_DATA", own.resolve("data").toString());
        environment.put("USHER_DATABASE_URL", database.url());
        environment.put("USHER_DATABASE_USER", database.user());
        environment.put("USHER_DATABASE_PASSWORD", database.password());
        environment.put("USHER_ADMIN_PASSWORD", PASSWORD);
        // That of whoever writes the history.
        environment.put("USHER_MASTER_KEY", TestDatabase.MASTER_KEY);
        return environment;
    }

    private static Client.Person signIn(Client client) {
        return client.signIn("admin", PASSWORD);
    }

    List<String> projections() {
        return client.get("/v1/projections", signedIn())
                .expect(200)
                .json()
                .valueStream()
                .map(projection -> projection.get("name").asString())
                .toList();
    }

    /** Shows its progress, and returns what is known of it at its end. */
    JsonNode rebuild(String projection) {
        String path = "/v1/projections/" + projection;
        client.call("POST", path + "/rebuild", null, signedIn().token()).expect(202);
        JsonNode rebuild;
        do {
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            rebuild = client.get(path, signedIn()).expect(200).json().get("rebuild");
            System.out.printf("\r%s %s    ", projection, rebuild);
        } while (!rebuild.has("endedAt"));
        System.out.println();
        if (!rebuild.get("state").asString().equals("done")) {
            throw new AssertionError(rebuild.toString());
        }
        return rebuild;
    }

    /** Again: an access token lives for an hour, and histories may take longer. */
    Client.Person signedIn() {
        return signIn(client);
    }

    URI address() {
        return usher.address();
    }

    /** The last position of the log. */
    long head() {
        return client.get("/v1/projections", signedIn())
                .expect(200)
                .json()
                .get(0)
                .get("head")
                .asLong();
    }

    String biggestTeam() {
        return history.biggestTeam().value();
    }

    @Override
    public void close() {
        usher.close();
    }
}
