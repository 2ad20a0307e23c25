package dev.usher.eventstore;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * One running application among those that share the log. While it lives, its listening connection holds an advisory
 * lock of its number, so that others can tell the claims of the dead from those of the living.
 */
public final class Node {

    /** Locks of one 64-bit key show up in pg_locks as two halves. */
    private static final String ALIVE = """
            select ((classid::bigint << 32) | objid::bigint)::text from pg_locks
            where locktype = 'advisory' and objsubid = 1 and granted
              and database = (select oid from pg_database where datname = current_database())""";

    private static final String RELEASE = """
            update event_store.token_entry set owner = null
            where owner is not null and owner <> ?
              and owner not in (%s)""".formatted(ALIVE);

    private static final String OTHERS = "select count(*) from (%s) alive (number) where number <> ?".formatted(ALIVE);

    /** Random: process ids repeat in containers, and two applications in one process would take each other's claims. */
    private final long number = new SecureRandom().nextLong(1L << 62);

    private final DataSource dataSource;

    Node(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Its name in the claims of the consumers. */
    String name() {
        return Long.toString(number);
    }

    void showAlive(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_advisory_lock(?)")) {
            statement.setLong(1, number);
            statement.execute();
        }
    }

    /** Whether no other application works with the log at this moment. */
    public boolean isAlone() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(OTHERS)) {
            statement.setString(1, name());
            try (ResultSet others = statement.executeQuery()) {
                return others.next() && others.getLong(1) == 0;
            }
        }
    }

    /**
     * Frees what applications held that were killed; otherwise their consumers would stand still until the claim times
     * out. Safe even when one of them only lost its connection: what it commits then is refused, claim and all.
     */
    int releaseClaimsOfTheDead() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(RELEASE)) {
            statement.setString(1, name());
            return statement.executeUpdate();
        }
    }
}
