package dev.usher.query.listing;

import static dev.usher.query.view.Timestamps.timestamp;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.organization.InvitationResource;
import dev.usher.query.view.Chunks;
import dev.usher.web.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers from {@code query_side.invitation}. Who may ask is the business of whoever asks. */
@Component
public final class Listings {

    /** Of a list without limit. */
    public static final int CHUNK = 500;

    private final JdbcClient jdbc;
    private final Rows rows;
    private final PageTokens tokens;
    private final Clock clock;

    Listings(JdbcClient jdbc, Rows rows, PageTokens tokens, Clock clock) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.tokens = tokens;
        this.clock = clock;
    }

    public Optional<InvitationResource> find(TeamId team, InvitationId id) {
        Instant now = clock.instant();
        return jdbc.sql(Statements.ONE)
                .param("team", team.value())
                .param("id", id.value())
                .query((row, _) -> rows.invitation(Cells.of(row), now))
                .optional();
    }

    /** If it is bound to the caller, or to an address of theirs. Rows of others are not even fetched: that would take time. */
    public Optional<InvitationResource> findOwn(TeamId team, InvitationId id, Caller caller) {
        Instant now = clock.instant();
        return jdbc.sql(Statements.ONE
                        + " and (invitee_id = :user or invitee_id is null and invitee_email = any(:emails))")
                .param("team", team.value())
                .param("id", id.value())
                .param("user", caller.id().value())
                .param(
                        "emails",
                        caller.emails().stream().map(EmailAddress::value).toArray(String[]::new))
                .query((row, _) -> rows.invitation(Cells.of(row), now))
                .optional();
    }

    /** @param after where the page before ended; null for the first page */
    public Slice page(Selection selection, int limit, Cursor after) {
        Instant now = clock.instant();
        // One more, to see whether anything comes behind.
        return statement(Statements.page(selection, after), selection, after, limit + 1, now)
                .query((ResultSet found) -> slice(selection, limit, found, now));
    }

    /**
     * All of them, of any number, in the room of some hundreds. Whether one is open is judged by the moment of this call;
     * the first are fetched now, so that what fails at once is told before anything was answered.
     */
    public <T> Iterable<T> all(Selection selection, Function<InvitationResource, T> shape) {
        Instant now = clock.instant();
        return new Chunks<>(
                next(selection, null, CHUNK, now),
                before -> before.size() < CHUNK
                        ? List.of()
                        : next(selection, selection.sort().cursor(before.getLast()), CHUNK, now),
                shape);
    }

    /** The next ones, for who needs no total and looks at more of each than there is here. */
    public List<InvitationResource> next(Selection selection, Cursor after, int atMost) {
        return next(selection, after, atMost, clock.instant());
    }

    private List<InvitationResource> next(Selection selection, Cursor after, int atMost, Instant now) {
        return statement(Statements.rows(selection, after), selection, after, atMost, now)
                .query((row, _) -> rows.invitation(Cells.of(row), now))
                .list();
    }

    private JdbcClient.StatementSpec statement(String sql, Selection selection, Cursor after, int limit, Instant now) {
        JdbcClient.StatementSpec statement = jdbc.sql(sql)
                .params(selection.values())
                .param("now", timestamp(now))
                .param("limit", limit);
        return after == null
                ? statement
                : statement
                        .param("afterValue", selection.sort().parameter(after))
                        .param("afterId", after.id().value());
    }

    private Slice slice(Selection selection, int limit, ResultSet found, Instant now) throws SQLException {
        long total = 0;
        List<InvitationResource> results = new ArrayList<>();
        while (found.next()) {
            total = found.getLong("total");
            // Without any row there is one with the total and nothing else.
            if (found.getString("invitation_id") != null) {
                results.add(rows.invitation(Cells.of(found), now));
            }
        }
        if (results.size() <= limit) {
            return new Slice(total, results, null);
        }
        List<InvitationResource> shown = results.subList(0, limit);
        return new Slice(total, shown, tokens.token(selection, selection.sort().cursor(shown.getLast())));
    }
}
