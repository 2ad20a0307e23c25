package dev.usher.command.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.Refusal;
import dev.usher.command.CommandSideTest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.config.FixedRateTask;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;

/** Requests with a key, while time passes. */
@CommandSideTest
class RequestsTest {

    private static final Answer CREATED =
            new Answer(201, Map.of("ETag", "\"1\""), "{}".getBytes(StandardCharsets.UTF_8));

    @Autowired
    JdbcClient sql;

    @Autowired
    Seal seal;

    @Autowired
    ScheduledTaskHolder scheduled;

    private final String id = Attempt.digest(UUID.randomUUID().toString());
    private final String body = Attempt.digest("body");
    private Instant now = Instant.parse("2026-03-29T00:30:00.123Z"); // hours before clocks change in some zones
    private Requests requests;

    @BeforeEach
    void open() {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return InstantSource.system().withZone(zone);
            }
        };
        requests = new Requests(sql, seal, clock);
    }

    @Test
    void an_answer_is_given_for_a_day_and_then_the_key_is_a_new_one() {
        Attempt first = requests.begin(id, body).attempt();
        requests.answered(first, CREATED);
        after(Duration.ofHours(24));
        assertThat(requests.begin(id, body).answer().headers()).isEqualTo(CREATED.headers());
        refused(Refusal.Code.IDEMPOTENCY_KEY_REUSED, Attempt.digest("another body"));

        after(Duration.ofMillis(1));
        Attempt second = requests.begin(id, Attempt.digest("another body")).attempt();
        assertThat(second.repeated()).isFalse();
        assertThat(second.mark()).isNotEqualTo(first.mark());
    }

    @Test
    void who_says_nothing_for_twelve_seconds_is_believed_dead_and_the_next_one_knows_of_them() {
        Attempt first = requests.begin(id, body).attempt();
        after(Duration.ofMillis(11_999));
        assertThat(refused(Refusal.Code.REQUEST_IN_PROGRESS, body).retryAfter()).isEqualTo(Duration.ofMillis(1));
        requests.prolong(List.of(id), now.plus(Requests.LEASE));
        after(Duration.ofMillis(11_999));
        refused(Refusal.Code.REQUEST_IN_PROGRESS, body);
        refused(Refusal.Code.IDEMPOTENCY_KEY_REUSED, Attempt.digest("another body"));

        after(Duration.ofMillis(1));
        Attempt second = requests.begin(id, body).attempt();
        assertThat(second.repeated()).isTrue();
        assertThat(second.invitationId(7)).isEqualTo(first.invitationId(7));
        refused(Refusal.Code.REQUEST_IN_PROGRESS, body);
    }

    @Test
    void whoever_comes_last_gets_the_answer_of_whoever_was_first_done() {
        Attempt first = requests.begin(id, body).attempt();
        after(Requests.LEASE);
        Attempt second = requests.begin(id, body).attempt();
        requests.answered(second, CREATED);
        requests.repeatable(first);
        requests.refused(first);
        assertThat(requests.begin(id, body).answer().status()).isEqualTo(201);
    }

    /** What it has to tell may be a secret that the newer try has renewed. */
    @Test
    void who_was_believed_dead_tells_nothing_but_what_the_newest_try_was_answered() {
        Answer untrue = new Answer(201, Map.of(), "renewed since".getBytes(StandardCharsets.UTF_8));
        Attempt first = requests.begin(id, body).attempt();
        after(Requests.LEASE);
        Attempt second = requests.begin(id, body).attempt();

        assertThatThrownBy(() -> requests.answered(first, untrue))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Refusal.Code.REQUEST_IN_PROGRESS));
        requests.repeatable(first);
        refused(Refusal.Code.REQUEST_IN_PROGRESS, body);
        assertThat(requests.answered(second, CREATED)).isSameAs(CREATED);
        assertThat(requests.answered(first, untrue)).usingRecursiveComparison().isEqualTo(CREATED);
    }

    @Test
    void a_refused_request_is_forgotten_and_one_that_failed_can_be_repeated_at_once() {
        Attempt first = requests.begin(id, body).attempt();
        requests.repeatable(first);
        Attempt second = requests.begin(id, body).attempt();
        assertThat(second).isEqualTo(new Attempt(id, first.since(), 2));
        requests.refused(second);
        after(Duration.ofMillis(1));
        assertThat(requests.begin(id, Attempt.digest("put right")).attempt().repeated())
                .isFalse();
    }

    @Test
    void an_answer_opens_in_its_own_place_only() {
        Attempt here = requests.begin(id, body).attempt();
        requests.answered(here, CREATED);
        String there = Attempt.digest(UUID.randomUUID().toString());
        requests.begin(there, body);
        sql.sql("""
                update command_side.idempotent_request moved set answer = kept.answer, key_version = kept.key_version
                from command_side.idempotent_request kept where kept.request_id = :from and moved.request_id = :to""").param("from", id).param("to", there).update();
        assertThatThrownBy(() -> requests.begin(there, body)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_is_older_than_a_day_goes_unless_somebody_is_at_it() {
        requests.begin(id, body);
        String busy = Attempt.digest(UUID.randomUUID().toString());
        requests.begin(busy, body);
        after(Duration.ofHours(25));
        requests.prolong(List.of(busy), now.plus(Requests.LEASE));
        requests.forget(now.minus(Requests.LIFE));
        assertThat(sql.sql("select request_id from command_side.idempotent_request where request_id in (:ids)")
                        .param("ids", List.of(id, busy))
                        .query(String.class)
                        .list())
                .containsExactly(busy);
    }

    /** Tasks with a fixed delay share one thread, and a sweep of many thousands keeps it for longer than a lease. */
    @Test
    void saying_that_one_is_alive_does_not_wait_for_other_tasks() {
        assertThat(scheduled.getScheduledTasks().stream()
                        .map(ScheduledTask::getTask)
                        .filter(task -> task.toString().endsWith("RequestsUnderWay.stillAlive")))
                .singleElement()
                .isInstanceOf(FixedRateTask.class);
    }

    private void after(Duration time) {
        now = now.plus(time);
    }

    private Refusal refused(Refusal.Code code, String request) {
        Refusal[] seen = new Refusal[1];
        assertThatThrownBy(() -> requests.begin(id, request)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            seen[0] = refusal;
        });
        return seen[0];
    }
}
