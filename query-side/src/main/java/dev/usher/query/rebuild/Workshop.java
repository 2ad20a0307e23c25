package dev.usher.query.rebuild;

import dev.usher.eventstore.Log;
import dev.usher.query.projection.Positions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Where a rebuild is done: by one process at a time. */
@Component
final class Workshop {

    /** It is idle while the log is read; and indexes of large tables, made without a transaction id, take long. */
    private static final String NO_TIME_LIMIT = """
            select set_config(name, '0', false) from pg_settings
            where name in ('transaction_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout',
                           'idle_session_timeout')""";

    /** Also in the middle of a statement, such as an index, the server notices that nobody waits for it any more. */
    private static final String NOTICE_DEATH = """
            select set_config(name, '2s', false) from pg_settings
            where name = 'client_connection_check_interval' and version() !~* 'visual c|mingw'""";

    private static final String LOCK = "select pg_try_advisory_lock(hashtext('usher rebuild'), hashtext(?))";

    private final Log log;
    private final Positions positions;
    private final TransactionTemplate transactions;
    private final JdbcOperations jdbc;
    private final DriverManagerDataSource unpooled;

    Workshop(
            Log log,
            Positions positions,
            PlatformTransactionManager transactionManager,
            JdbcOperations jdbc,
            JdbcConnectionDetails database) {
        this.log = log;
        this.positions = positions;
        this.transactions = new TransactionTemplate(transactionManager);
        this.jdbc = jdbc;
        this.unpooled =
                new DriverManagerDataSource(database.getJdbcUrl(), database.getUsername(), database.getPassword());
        Properties properties = new Properties();
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        // Otherwise error messages bring values, such as addresses, into the log; as the pool is set up.
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        unpooled.setConnectionProperties(properties);
    }

    /** The connection whose end is the end of being alone. */
    record Place(Connection connection, JdbcOperations outside, Another another) {

        Place(Connection connection, Another another) {
            this(connection, new JdbcTemplate(new SingleConnectionDataSource(connection, true)), another);
        }

        /** Connects once more. */
        @FunctionalInterface
        interface Another {

            Connection connect() throws SQLException;
        }

        /** Does this on one more connection, which nobody else uses and which has time. */
        <T> T beside(Function<JdbcOperations, T> work) {
            try (Connection more = another.connect()) {
                return work.apply(new JdbcTemplate(new SingleConnectionDataSource(more, true)));
            } catch (SQLException e) {
                throw new UncategorizedSQLException("connect", null, e);
            }
        }

        /** @throws org.springframework.dao.DataAccessException when it is gone, and others may be at it */
        void check() {
            outside.execute("select");
        }

        /** Ends the statement that is under way on it, if there is one. */
        void interrupt() {
            try {
                connection.unwrap(PGConnection.class).cancelQuery();
            } catch (SQLException e) {
                throw new UncategorizedSQLException("cancel", null, e);
            }
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = unpooled.getConnection();
        JdbcOperations alone = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
        alone.query(NO_TIME_LIMIT, _ -> {});
        alone.query(NOTICE_DEATH, _ -> {});
        return connection;
    }

    /** Does the work, unless somebody else is at it; the database frees the place when this process ends, however it ends. */
    void ifAlone(String projection, Consumer<Rebuild.Tools> work) throws SQLException {
        try (Connection connection = connect()) {
            Place place = new Place(connection, this::connect);
            if (Boolean.TRUE.equals(place.outside.queryForObject(LOCK, Boolean.class, projection))) {
                work.accept(new Rebuild.Tools(log, positions, transactions, jdbc, place));
            }
        }
    }
}
