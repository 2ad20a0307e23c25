package dev.usher.query.audit;

import static dev.usher.query.view.Timestamps.instant;
import static dev.usher.query.view.Timestamps.timestamp;

import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import dev.usher.api.UserId;
import dev.usher.query.audit.Inspection.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What is kept of each inspection, for good. */
@Repository
class Inspections {

    static final String VERIFICATION = "verification";
    static final String REPLAY = "replay";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final JdbcClient jdbc;
    private final Clock clock;

    Inspections(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param projection null for a verification */
    String begin(String kind, String projection, UserId by, long head) {
        String id = UUID.randomUUID().toString();
        jdbc.sql("""
                        insert into query_side.inspection
                            (inspection_id, kind, subject, requested_by, requested_at, state, head, seen_at)
                        values (:id, :kind, :subject, :by, :now, 'running', :head, :now)""")
                .param("id", id)
                .param("kind", kind)
                .param("subject", projection, Types.VARCHAR)
                .param("by", by.value())
                .param("now", timestamp(clock.instant()))
                .param("head", head)
                .update();
        return id;
    }

    void progress(String id, long facts, long position) {
        jdbc.sql("""
                        update query_side.inspection set facts = :facts, position = :position, seen_at = :now
                        where inspection_id = :id""")
                .param("facts", facts)
                .param("position", position)
                .param("now", timestamp(clock.instant()))
                .param("id", id)
                .update();
    }

    /**
     * @param signedTo null for a replay
     * @param finding JSON, or null
     */
    void end(String id, State state, long facts, long position, Long signedTo, String finding) {
        jdbc.sql("""
                        update query_side.inspection
                        set state = :state, facts = :facts, position = :position, signed_to = :signedTo, finding = :finding,
                            seen_at = :now
                        where inspection_id = :id""")
                .param("state", state.name())
                .param("facts", facts)
                .param("position", position)
                .param("signedTo", signedTo, Types.BIGINT)
                .param("finding", finding, Types.VARCHAR)
                .param("now", timestamp(clock.instant()))
                .param("id", id)
                .update();
    }

    /** @throws Refusal INVALID for what is no id of an inspection, NOT_FOUND for one of nothing */
    Inspection require(String kind, String id) {
        if (!ID.matcher(id).matches()) {
            throw Refusal.Code.INVALID.because("the id of a %s is 1 to 64 letters, digits, '.', '_' or '-', was %s"
                    .formatted(kind, PlainText.quoted(id)));
        }
        return find(kind, id)
                .orElseThrow(() -> Refusal.Code.NOT_FOUND.because("there is no %s %s".formatted(kind, id)));
    }

    private Optional<Inspection> find(String kind, String id) {
        return jdbc.sql("select * from query_side.inspection where kind = :kind and inspection_id = :id")
                .param("kind", kind)
                .param("id", id)
                .query((row, _) -> inspection(row))
                .optional();
    }

    List<Inspection> newest(String kind, int atMost) {
        return jdbc.sql("""
                        select * from query_side.inspection where kind = :kind
                        order by requested_at desc, inspection_id desc limit :most""")
                .param("kind", kind)
                .param("most", atMost)
                .query((row, _) -> inspection(row))
                .list();
    }

    private Inspection inspection(ResultSet row) throws SQLException {
        State state = State.valueOf(row.getString("state"));
        Instant seenAt = instant(row, "seen_at");
        return new Inspection(
                        row.getString("inspection_id"),
                        row.getString("kind"),
                        row.getString("subject"),
                        row.getString("requested_by"),
                        instant(row, "requested_at"),
                        state,
                        row.getLong("facts"),
                        row.getLong("position"),
                        row.getLong("head"),
                        row.getObject("signed_to", Long.class),
                        row.getString("finding"),
                        state == State.running ? null : seenAt)
                .deadAfter(seenAt, clock.instant());
    }
}
