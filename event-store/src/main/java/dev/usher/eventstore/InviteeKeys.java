package dev.usher.eventstore;

import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The key of each invitation that opens what its facts say of the invitee; to forget the invitee is to delete it (ADR 0028). */
public final class InviteeKeys {

    static final String ADD = "insert into event_store.invitee_key (invitation_id, person, wrapped) values (?, ?, ?)";

    private static final String ADD_ALL = """
            insert into event_store.invitee_key (invitation_id, person, wrapped)
            select * from unnest(?, ?, ?)""";

    private static final String KNOWN =
            "select invitation_id, wrapped from event_store.invitee_key where invitation_id = any(?)";

    private final JdbcClient jdbc;
    private final Sealing sealing;
    private final PersonDigests digests;

    InviteeKeys(JdbcClient jdbc, Sealing sealing, PersonDigests digests) {
        this.jdbc = jdbc;
        this.sealing = sealing;
        this.digests = digests;
    }

    /**
     * Some of those of a person that are not forgotten.
     *
     * @param persons what {@link PersonDigests} says of them
     */
    public List<InvitationId> invitationsOf(Collection<String> persons, int atMost) {
        return jdbc.sql("""
                        select invitation_id from event_store.invitee_key
                        where person = any(:persons) order by invitation_id limit :most""")
                .param("persons", persons.toArray(String[]::new))
                .param("most", atMost)
                .query((row, _) -> new InvitationId(row.getString(1)))
                .list();
    }

    /** False once its invitee was forgotten. */
    public boolean has(InvitationId invitation) {
        return jdbc.sql("select exists (select from event_store.invitee_key where invitation_id = ?)")
                .param(invitation.value())
                .query(Boolean.class)
                .single();
    }

    /** In the transaction under way: from its commit on, nobody can read what was personal. */
    public void forget(InvitationId invitation) {
        jdbc.sql("delete from event_store.invitee_key where invitation_id = ?")
                .param(invitation.value())
                .update();
    }

    /**
     * What is written down of an invitation that begins, with its first fact or before it.
     *
     * @param wrapped {@code key}, as it is kept
     */
    record Begun(String invitation, String person, SealingKey key, byte[] wrapped) {

        /** @param first the first of three parameters of {@link #ADD} */
        void write(PreparedStatement statement, int first) throws SQLException {
            statement.setString(first, invitation);
            statement.setString(first + 1, person);
            statement.setBytes(first + 2, wrapped);
        }
    }

    Begun begun(InvitationCreated created) {
        String invitation = created.invitationId().value();
        SealingKey key = new SealingKey(SealingKey.fresh());
        return new Begun(invitation, digests.of(created.invitee()), key, sealing.wrap(key, invitation));
    }

    /** In the transaction of this connection. */
    static void add(Connection connection, Collection<Begun> begun) throws SQLException {
        if (begun.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(ADD_ALL)) {
            insert.setObject(1, begun.stream().map(Begun::invitation).toArray(String[]::new));
            insert.setObject(2, begun.stream().map(Begun::person).toArray(String[]::new));
            insert.setObject(3, begun.stream().map(Begun::wrapped).toArray(byte[][]::new));
            insert.executeUpdate();
        }
    }

    /** The keys of these invitations, without those whose invitee was forgotten. */
    Map<String, SealingKey> known(Connection connection, Collection<String> invitations) throws SQLException {
        Map<String, SealingKey> keys = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
            select.setArray(1, connection.createArrayOf("text", invitations.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.put(rows.getString(1), sealing.unwrap(rows.getBytes(2), rows.getString(1)));
                }
            }
        }
        return keys;
    }
}
