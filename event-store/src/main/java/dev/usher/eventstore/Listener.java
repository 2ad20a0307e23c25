package dev.usher.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Hears that other processes committed facts, and shows the others that this node is alive. */
final class Listener implements KeptConnection.Work {

    private static final int PATIENCE_MILLIS = 200;

    private final Bell bell;
    private final Announcer ours;
    private final Node node;

    Listener(Bell bell, Announcer ours, Node node) {
        this.bell = bell;
        this.ours = ours;
        this.node = node;
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + Announcer.CHANNEL);
        }
        node.showAlive(connection);
        // Whatever was sent while nobody listened.
        bell.ring();
    }

    @Override
    public void turn(Connection connection) throws SQLException {
        PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(PATIENCE_MILLIS);
        if (heard == null) {
            return;
        }
        for (PGNotification notification : heard) {
            if (notification.getPID() != ours.backend()) {
                bell.ring();
                return;
            }
        }
    }
}
