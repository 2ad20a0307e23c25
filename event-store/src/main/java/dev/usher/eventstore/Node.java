package dev.usher.eventstore;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * One running application among those that share the log. While it lives, its listening connection holds an advisory
 * lock of its number, so that others can tell the claims of the dead from those of the living.
 */
final class Node {

    /** Locks of one 64-bit key show up in pg_locks as two halves. */
    private static final String RELEASE = """
            update event_store.token_entry set owner = null
            where owner is not null and owner <> ?
              and owner not in (select ((classid::bigint << 32) | objid::bigint)::text from pg_locks
                                where locktype = 'advisory' and objsubid = 1 and granted
                                  and database = (select oid from pg_database where datname = current_database()))""";

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
