package dev.usher.eventstore;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.axonframework.eventhandling.TrackedEventMessage;

/** A log with a stream on it and nothing else: no Spring, no processors. */
final class FollowedLog implements AutoCloseable {

    private static final String INSERT = """
            insert into event_store.fact (event_id, aggregate_type, aggregate_id, sequence_number,
                                          name, revision, payload, metadata, recorded_at)
            values (?, 'Team', ?, 0, 'team.founded', null, '{}', '{}', now())
            returning global_index""";

    final TestDatabase database = TestDatabase.fresh();
    final Bell bell = new Bell();
    final FactReader reader;
    final FactStream stream;
    private final HikariDataSource pool = new HikariDataSource();

    /** @param rule may replace the rule for holes */
    FollowedLog(UnaryOperator<HoleRule> rule) {
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        FactTable facts = Tables.in(pool).facts();
        SettledHead settledHead = new SettledHead(pool);
        reader = new FactReader(
                pool,
                facts,
                new FactSerializer(),
                List.of(),
                rule.apply(new DeadHoles(settledHead::nextTransactionId)));
        stream = new FactStream(reader, new Tail(reader, bell, Duration.ofMillis(200)), settledHead);
        stream.start();
    }

    static FollowedLog withTheHorizonRule() {
        return new FollowedLog(rule -> rule);
    }

    static FollowedLog withoutTheHorizonRule() {
        return new FollowedLog(_ -> new HoleRule() {
            @Override
            public boolean mayPass(long hole, long xmin) {
                return true;
            }

            @Override
            public void stopped(long hole, long head) {
                throw new AssertionError("never stops");
            }
        });
    }

    Connection transaction() throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        return connection;
    }

    /** @return the position that the fact will have if it is committed */
    static long append(Connection transaction) throws SQLException {
        try (PreparedStatement insert = transaction.prepareStatement(INSERT)) {
            insert.setString(1, UUID.randomUUID().toString());
            insert.setString(2, UUID.randomUUID().toString());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    List<Long> committed() throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement select =
                        connection.prepareStatement("select global_index from event_store.fact order by 1");
                ResultSet rows = select.executeQuery()) {
            List<Long> positions = new ArrayList<>();
            while (rows.next()) {
                positions.add(rows.getLong(1));
            }
            return positions;
        }
    }

    /** What a single look at the log shows after this position. */
    List<Long> look(long after) {
        return reader.after(after).facts().stream().map(FollowedLog::position).toList();
    }

    static long position(TrackedEventMessage<?> fact) {
        return fact.trackingToken().position().orElseThrow();
    }

    @Override
    public void close() {
        stream.stop();
        pool.close();
    }
}
