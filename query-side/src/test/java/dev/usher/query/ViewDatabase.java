package dev.usher.query;

import dev.usher.eventstore.FactConsumer;
import dev.usher.eventstore.TestDatabase;
import dev.usher.query.projection.Followed;
import dev.usher.query.projection.Projection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The views alone, without a log, in a database of this JVM's own, over one connection. */
public final class ViewDatabase {

    private static final DataSource DATA_SOURCE = start();

    private ViewDatabase() {}

    public static DataSource dataSource() {
        return DATA_SOURCE;
    }

    /** As if nothing had ever happened. */
    public static void empty() {
        JdbcTemplate jdbc = new JdbcTemplate(DATA_SOURCE);
        jdbc.queryForList("""
                        select format('query_side.%I', tablename) from pg_tables
                        where schemaname = 'query_side' and tablename <> 'flyway_schema_history'""", String.class).forEach(table -> jdbc.execute("truncate " + table));
    }

    /** What feeds a projection while it follows the log, from position 0. */
    public static FactConsumer following(Projection projection) {
        return Followed.by(projection, DATA_SOURCE);
    }

    private static DataSource start() {
        return on(TestDatabase.fresh());
    }

    /** The same in another one. */
    public static DataSource on(TestDatabase database) {
        try {
            DataSource dataSource = new SingleConnectionDataSource(database.connect(), true);
            new QuerySideMigration().querySideMigration(dataSource).migrate();
            return dataSource;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
