package dev.usher.benchmarks;

import dev.usher.command.CommandSide;
import dev.usher.eventstore.TestDatabase;
import dev.usher.query.QuerySide;
import dev.usher.standalone.Client;
import dev.usher.standalone.Standalone;
import dev.usher.standalone.UsherProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * How long after a create was acknowledged is it in the view? Asks the view's table itself, again and again, so that
 * waiting for it (reads see writes) hides nothing. With both sides in one process, and in two.
 */
final class VisibilityDelay {

    private static final int WARM_UP = 300;
    private static final int CREATES = 500;
    private static final String SEEN = "select 1 from query_side.invitation where invitation_id = ?";

    private VisibilityDelay() {}

    public static void main(String... args) throws Exception {
        Path directory = Files.createTempDirectory("usher-visibility");
        Path log = directory.resolve("output.log");
        TestDatabase database = TestDatabase.fresh();
        Map<String, String> environment = Map.of(
                "USHER_DATA", directory.resolve("data").toString(),
                "USHER_MASTER_KEY", TestDatabase.MASTER_KEY,
                "USHER_DATABASE_URL", database.url(),
                "USHER_DATABASE_USER", database.user(),
                "USHER_DATABASE_PASSWORD", database.password());
        Client.Person admin;
        String team;
        try (UsherProcess both = UsherProcess.start(Standalone.class, environment, log)) {
            Client client = new Client(both.address());
            admin = client.register("olga");
            team = client.foundTeam(admin, "Watched");
            System.out.println(measure("one process", client, admin, team, database));
        }
        try (UsherProcess command = UsherProcess.start(CommandSide.class, environment, log);
                UsherProcess _ = UsherProcess.start(QuerySide.class, environment, log)) {
            System.out.println(measure("two processes", new Client(command.address()), admin, team, database));
        }
    }

    private static Durations measure(
            String name, Client client, Client.Person admin, String team, TestDatabase database) throws SQLException {
        Durations delays = new Durations(name, CREATES);
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                PreparedStatement seen = connection.prepareStatement(SEEN)) {
            for (int i = 0; i < WARM_UP + CREATES; i++) {
                String id = client.invite(admin, team, name.replace(' ', '-') + i + "@example.org")
                        .expect(201)
                        .json()
                        .get("id")
                        .asString();
                long delay = untilSeen(seen, id);
                if (i >= WARM_UP) {
                    delays.add(delay);
                }
            }
        }
        return delays;
    }

    private static long untilSeen(PreparedStatement seen, String id) throws SQLException {
        long acknowledged = System.nanoTime();
        seen.setString(1, id);
        while (true) {
            try (ResultSet row = seen.executeQuery()) {
                if (row.next()) {
                    return System.nanoTime() - acknowledged;
                }
            }
            LockSupport.parkNanos(200_000);
        }
    }
}
