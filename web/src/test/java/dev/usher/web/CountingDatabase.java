package dev.usher.web;

import com.zaxxer.hikari.HikariDataSource;
import dev.usher.eventstore.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Where the applications of this package count: a real PostgreSQL, which tests can take away. */
final class CountingDatabase extends DelegatingDataSource {

    static final CountingDatabase ONE = new CountingDatabase();

    volatile boolean away;

    private CountingDatabase() {
        TestDatabase database = TestDatabase.fresh();
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        Flyway.configure()
                .dataSource(pool)
                .schemas("event_store")
                .locations("classpath:db/event_store")
                .load()
                .migrate();
        setTargetDataSource(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (away) {
            throw new SQLTransientConnectionException("a secret address does not answer");
        }
        return super.getConnection();
    }
}
