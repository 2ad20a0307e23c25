package dev.usher.query;

import dev.usher.eventstore.TestDatabase;
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

    public static void empty() {
        new JdbcTemplate(DATA_SOURCE).execute("""
                truncate query_side.invitation, query_side.team, query_side.team_member, query_side.activity,
                    query_side.invitation_origin
                """);
    }

    private static DataSource start() {
        try {
            DataSource dataSource =
                    new SingleConnectionDataSource(TestDatabase.fresh().connect(), true);
            new QuerySideConfiguration().querySideMigration(dataSource).migrate();
            return dataSource;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
