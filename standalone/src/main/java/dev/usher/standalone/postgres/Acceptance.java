package dev.usher.standalone.postgres;

import dev.usher.standalone.host.CannotStart;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Asks the running server itself whether it is durable: what was meant on its command line does not count. */
record Acceptance(String url, String user, String password) {

    static final List<String> MUST_BE_ON = List.of("fsync", "synchronous_commit", "full_page_writes");

    void check(String database) {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            for (String setting : MUST_BE_ON) {
                requireOn(setting, one(statement, "show " + setting));
            }
            if (one(statement, "select 1 from pg_database where datname = '" + database + "'") == null) {
                statement.execute("create database " + database);
            }
        } catch (SQLException e) {
            throw new CannotStart("PostgreSQL started but refuses its owner: " + e.getMessage(), e);
        }
    }

    private static void requireOn(String setting, String value) {
        if (!"on".equals(value)) {
            throw new CannotStart(
                    "PostgreSQL would lose acknowledged facts: " + setting + " is " + value + ", not on.");
        }
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
