package dev.usher.command.idempotency;

import static dev.usher.api.Refusal.Code.IDEMPOTENCY_KEY_REUSED;
import static dev.usher.api.Refusal.Code.REQUEST_IN_PROGRESS;

import dev.usher.api.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Requests with a key of the last day, and what they were answered. */
@Repository
class Requests {

    static final Duration LIFE = Duration.ofHours(24);

    /** Who has died is believed dead after this; who lives says so three times as often. */
    static final Duration LEASE = Duration.ofSeconds(12);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Not after another process has believed this one dead. */
    private static final String NEWEST = "request_id = :id and since = :since and tries = :number and answer is null";

    private final JdbcClient sql;
    private final Seal seal;
    private final Clock clock;

    Requests(JdbcClient sql, Seal seal, Clock clock) {
        this.sql = sql;
        this.seal = seal;
        this.clock = clock;
    }

    private record Row(Attempt attempt, String request, Instant leaseUntil, Seal.Sealed answer) {}

    /** One of both is null: go on and try, or the answer of an earlier try. */
    record Begun(Attempt attempt, Answer answer) {}

    /** @throws Refusal IDEMPOTENCY_KEY_REUSED, REQUEST_IN_PROGRESS */
    Begun begin(String id, String request) {
        Instant now = clock.instant();
        if (insert(id, request, now)) {
            return new Begun(new Attempt(id, now, 1), null);
        }
        Row row = find(id).orElseThrow(
                        () -> REQUEST_IN_PROGRESS.because("this request has just ended; send it again", LEASE));
        if (!row.request().equals(request)) {
            throw IDEMPOTENCY_KEY_REUSED.because(
                    "this Idempotency-Key was used for another request at %s: use a new key for each request"
                            .formatted(row.attempt().since()));
        }
        if (row.answer() != null) {
            return new Begun(null, open(row));
        }
        Attempt next = new Attempt(id, row.attempt().since(), row.attempt().number() + 1);
        if (!takeOver(row, next, now)) {
            throw underWay(row.attempt(), Duration.between(now, row.leaseUntil()));
        }
        return new Begun(next, null);
    }

    /**
     * Keeps what the newest try answers, and nothing of an older one: a newer one made untrue what that has to tell, such as
     * a secret. A second answer under the same key of {@link Seal} would betray both, too.
     *
     * @return what to answer: this, or what the newest try has answered
     * @throws Refusal REQUEST_IN_PROGRESS while the newest try is at it
     */
    Answer answered(Attempt attempt, Answer answer) {
        Seal.Sealed sealed = seal.seal(attempt, JSON.writeValueAsBytes(answer));
        int kept = sql.sql("update command_side.idempotent_request set answer = :answer, key_version = :version where "
                        + NEWEST)
                .param("answer", sealed.bytes())
                .param("version", sealed.keyVersion())
                .params(of(attempt))
                .update();
        return kept == 1
                ? answer
                : find(attempt.id())
                        .filter(row -> row.answer() != null)
                        .map(this::open)
                        .orElseThrow(() -> underWay(attempt, LEASE));
    }

    /** Nothing happened: the key is free for a request that is put right. */
    void refused(Attempt attempt) {
        sql.sql("delete from command_side.idempotent_request where " + NEWEST)
                .params(of(attempt))
                .update();
    }

    /** It may have happened, or happens the same when it is asked for again: whoever asks need not wait. */
    void repeatable(Attempt attempt) {
        sql.sql("update command_side.idempotent_request set lease_until = 'epoch' where " + NEWEST)
                .params(of(attempt))
                .update();
    }

    private static Map<String, Object> of(Attempt attempt) {
        return Map.of("id", attempt.id(), "since", Timestamp.from(attempt.since()), "number", attempt.number());
    }

    private static Refusal underWay(Attempt attempt, Duration wait) {
        return REQUEST_IN_PROGRESS.because(
                "this request is under way since %s; ask again for its answer".formatted(attempt.since()), wait);
    }

    private Answer open(Row row) {
        return JSON.readValue(seal.open(row.attempt(), row.answer()), Answer.class);
    }

    void prolong(Collection<String> ids, Instant until) {
        sql.sql("update command_side.idempotent_request set lease_until = :until where request_id = any(:ids)")
                .param("until", Timestamp.from(until))
                .param("ids", ids.toArray(String[]::new))
                .update();
    }

    /** @return how many, at most a thousand */
    int forget(Instant before) {
        return sql.sql("""
                        delete from command_side.idempotent_request where request_id in (
                            select request_id from command_side.idempotent_request
                            where since < :before and lease_until < :before limit 1000)""").param("before", Timestamp.from(before)).update();
    }

    private boolean insert(String id, String request, Instant now) {
        return sql.sql("""
                        insert into command_side.idempotent_request as known (request_id, request, since, lease_until)
                        values (:id, :request, :now, :lease)
                        on conflict (request_id) do update
                        set request = excluded.request, since = excluded.since, lease_until = excluded.lease_until,
                            tries = 1, answer = null, key_version = null
                        where known.since < :old and known.lease_until < :now""")
                        .param("id", id)
                        .param("request", request)
                        .param("now", Timestamp.from(now))
                        .param("lease", Timestamp.from(now.plus(LEASE)))
                        .param("old", Timestamp.from(now.minus(LIFE)))
                        .update()
                == 1;
    }

    private Optional<Row> find(String id) {
        return sql.sql("""
                        select request_id, request, since, tries, lease_until, answer, key_version
                        from command_side.idempotent_request where request_id = :id""").param("id", id).query((row, _) -> row(row)).optional();
    }

    private boolean takeOver(Row row, Attempt next, Instant now) {
        return !row.leaseUntil().isAfter(now)
                && sql.sql("""
                                update command_side.idempotent_request set lease_until = :lease, tries = :number
                                where request_id = :id and lease_until = :seen and tries < :number and answer is null""")
                                .param("lease", Timestamp.from(now.plus(LEASE)))
                                .param("id", next.id())
                                .param("number", next.number())
                                .param("seen", Timestamp.from(row.leaseUntil()))
                                .update()
                        == 1;
    }

    private static Row row(ResultSet row) throws SQLException {
        byte[] answer = row.getBytes("answer");
        return new Row(
                new Attempt(
                        row.getString("request_id"), row.getTimestamp("since").toInstant(), row.getInt("tries")),
                row.getString("request"),
                row.getTimestamp("lease_until").toInstant(),
                answer == null ? null : new Seal.Sealed(row.getInt("key_version"), answer));
    }
}
