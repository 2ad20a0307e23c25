package dev.usher.query.rebuild;

import dev.usher.eventstore.Log;
import dev.usher.query.projection.Positions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Where a rebuild is done: by one process at a time, on a connection that ends with it. */
@Component
final class Workshop {

    /** Indexes of large tables take longer than a transaction may; they are made without a transaction id. */
    private static final String NO_TIME_LIMIT = """
            select set_config(name, '0', false) from pg_settings
            where name in ('transaction_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')""";

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
    }

    /** Does the work, unless somebody else is at it; the database frees the place when this process ends, however it ends. */
    void ifAlone(String projection, Consumer<Rebuild.Tools> work) throws SQLException {
        try (Connection connection = unpooled.getConnection()) {
            JdbcTemplate outside = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            if (Boolean.TRUE.equals(outside.queryForObject(LOCK, Boolean.class, projection))) {
                outside.query(NO_TIME_LIMIT, _ -> {});
                work.accept(new Rebuild.Tools(log, positions, transactions, jdbc, outside));
            }
        }
    }
}
