package dev.usher.web.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.usher.api.Refusal;
import dev.usher.eventstore.Buckets;
import dev.usher.eventstore.KeyRings;
import dev.usher.eventstore.TestDatabase;
import dev.usher.web.RotatingKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** ADR 0014, on a real PostgreSQL, in two applications at once. */
class LimitsTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static ProcessOfLimits one;
    private static ProcessOfLimits other;

    private final Hand clock = new Hand();
    private final Limits here = one.limits(clock);
    private final Limits there = other.limits(clock);

    /** Nobody else's. */
    private final String me = "somebody-" + NUMBER.incrementAndGet();

    @BeforeAll
    static void start() {
        TestDatabase database = TestDatabase.fresh();
        one = new ProcessOfLimits(database);
        other = new ProcessOfLimits(database);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    private static Charge charge(String limit, String whose) {
        return new Charge("tests", Limit.valueOf(limit), whose);
    }

    private static boolean passes(Limits limits, Charge... charges) {
        return limits.spend(List.of(List.of(charges))).getFirst().isEmpty();
    }

    private static Refusal refusal(Limits limits, Charge... charges) {
        return catchThrowableOfType(Refusal.class, () -> limits.spend(charges));
    }

    private static JdbcClient jdbc() {
        return one.get(JdbcClient.class);
    }

    @Test
    void of_32_callers_at_once_in_two_processes_exactly_as_many_pass_as_the_limit_says() throws Exception {
        Charge charge = charge("100/PT1H", me);
        CyclicBarrier start = new CyclicBarrier(32);
        List<Future<Integer>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 32; caller++) {
                Limits process = caller % 2 == 0 ? here : there;
                callers.add(threads.submit(() -> {
                    start.await(1, TimeUnit.MINUTES);
                    return (int) IntStream.range(0, 10)
                            .filter(_ -> passes(process, charge))
                            .count();
                }));
            }
        }
        int passed = 0;
        for (Future<Integer> caller : callers) {
            passed += caller.get();
        }

        assertThat(passed).isEqualTo(100);
    }

    @Test
    void what_was_spent_in_one_process_is_gone_in_the_other() {
        here.spend(charge("2/PT1H", me));
        there.spend(charge("2/PT1H", me));

        assertThat(passes(here, charge("2/PT1H", me))).isFalse();
        assertThat(passes(there, charge("2/PT1H", me))).isFalse();
    }

    @Test
    void the_refusal_says_how_many_in_how_much_time_and_when_to_come_again() {
        here.spend(charge("1/PT1M", me));
        clock.forward(Duration.ofMillis(12_500));

        Refusal refusal = refusal(here, charge("1/PT1M", me));

        assertThat(refusal.code()).isEqualTo(Refusal.Code.TOO_MANY_REQUESTS);
        assertThat(refusal).hasMessage("too many tests: at most 1 in PT1M; try again in 48 s");
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMillis(47_500));
    }

    @Test
    void one_after_the_other_comes_back_and_never_more_than_the_limit() {
        Charge charge = charge("6/PT1M", me);
        IntStream.range(0, 6).forEach(_ -> here.spend(charge));
        assertThat(refusal(here, charge).retryAfter()).isEqualTo(Duration.ofSeconds(10));

        clock.forward(Duration.ofMillis(9_999));
        assertThat(passes(here, charge)).isFalse();
        clock.forward(Duration.ofMillis(1));
        assertThat(passes(here, charge)).isTrue();
        assertThat(passes(here, charge)).isFalse();

        clock.forward(Duration.ofDays(3));
        assertThat(IntStream.range(0, 10).filter(_ -> passes(there, charge))).hasSize(6);
    }

    /** The time that passed, in nanoseconds, times so many, has more than 64 bits. */
    @Test
    void a_large_limit_over_a_long_time_refills_as_exactly_as_a_small_one() {
        List<Charge> charge = List.of(charge("99991/P365D", me));
        assertThat(here.spend(Collections.nCopies(99_991, charge))).allMatch(Optional::isEmpty);

        clock.forward(Duration.ofHours(60));

        assertThat(there.spend(Collections.nCopies(1000, charge)).stream().filter(Optional::isEmpty))
                .hasSize(99_991 * 60 / (365 * 24));
    }

    @Test
    void others_are_not_affected() {
        here.spend(charge("1/PT1H", me));

        assertThat(passes(here, charge("1/PT1H", me))).isFalse();
        assertThat(passes(here, charge("1/PT1H", me + "'s neighbour"))).isTrue();
        assertThat(passes(here, new Charge("other things", Limit.valueOf("1/PT1H"), me)))
                .isTrue();
    }

    @Test
    void charges_that_belong_together_are_taken_all_or_none() {
        Charge wide = charge("5/PT1H", me);
        Charge narrow = charge("1/PT2H", me);
        here.spend(wide, narrow);

        assertThat(refusal(here, wide, narrow)).hasMessageContaining("1 in PT2H");
        assertThat(refusal(there, narrow, wide)).hasMessageContaining("1 in PT2H");

        assertThat(IntStream.range(0, 6).filter(_ -> passes(there, wide))).hasSize(4);
        assertThat(refusal(there, wide, narrow)).hasMessageContaining("1 in PT2H"); // the longest wait of both
    }

    @Test
    void of_many_in_one_go_each_is_decided_as_if_it_came_alone() {
        Charge shared = charge("4/PT1H", me);
        Charge first = charge("1/PT1H", me + "/1");
        Charge second = charge("9/PT1H", me + "/2");

        List<Optional<Refusal>> answers = here.spend(List.of(
                List.of(shared, first),
                List.of(shared, first),
                List.of(shared, second),
                List.of(),
                List.of(shared, second),
                List.of(shared, second),
                List.of(shared, second),
                List.of(second)));

        assertThat(answers)
                .extracting(Optional::isEmpty)
                .containsExactly(true, false, true, true, true, true, false, true);
        assertThat(answers.get(1).orElseThrow()).hasMessageContaining("at most 1 in");
        assertThat(answers.get(6).orElseThrow()).hasMessageContaining("at most 4 in");
        assertThat(passes(there, shared)).isFalse();
        assertThat(IntStream.range(0, 9).filter(_ -> passes(there, second))).hasSize(5);
    }

    @Test
    void of_a_batch_of_ten_thousand_each_has_its_own_answer() {
        Charge inviter = charge("6000/P1D", me);
        List<List<Charge>> letters = IntStream.range(0, 10_000)
                .mapToObj(i -> List.of(inviter, charge("1/P1D", me + "/" + i)))
                .toList();

        List<Optional<Refusal>> answers = here.spend(letters);

        assertThat(answers.subList(0, 6_000)).allMatch(Optional::isEmpty);
        assertThat(answers.subList(6_000, 10_000)).allMatch(Optional::isPresent);
        assertThat(passes(there, charge("1/P1D", me + "/6000"))).isTrue();
        assertThat(passes(there, charge("1/P1D", me + "/5999"))).isFalse();
    }

    @Test
    void what_is_unlimited_asks_no_database() {
        Limits nowhere = new Limits(null, one.get(KeyRings.class), clock);

        assertThat(passes(nowhere, charge("unlimited", me), charge("unlimited", me)))
                .isTrue();
    }

    @Test
    void a_flood_that_is_refused_does_not_reach_the_database_until_there_is_one_again() {
        Charge charge = charge("1/PT1M", me);
        here.spend(charge);
        assertThat(passes(here, charge)).isFalse();

        forget(); // so that whoever asks the database passes
        assertThat(IntStream.range(0, 1000).filter(_ -> passes(here, charge))).isEmpty();
        // Inside a transaction every look at a bucket fails.
        new TransactionTemplate(one.get(PlatformTransactionManager.class))
                .executeWithoutResult(_ -> assertThat(passes(here, charge)).isFalse());
        assertThat(refusal(here, charge).retryAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(refusal(here, charge, charge("5/PT1H", me))).hasMessageContaining("1 in PT1M");

        clock.forward(Duration.ofMinutes(1));
        assertThat(passes(here, charge)).isTrue();
    }

    /** Charges are taken before a wish and given back when it is refused: who looks meanwhile finds them gone. */
    @Test
    void what_is_given_back_is_there_again_also_for_who_saw_it_exhausted() {
        Charge charge = charge("1/P1D", me);
        here.spend(charge);
        assertThat(passes(here, charge)).isFalse();
        assertThat(passes(there, charge)).isFalse();

        here.giveBack(List.of(charge));
        here.spend(charge);
        here.giveBack(List.of(charge));
        clock.forward(Exhausted.LOOKS_AGAIN);

        there.spend(charge);
        assertThat(passes(here, charge)).isFalse();
    }

    @Test
    void more_exhausted_limits_than_a_process_remembers_are_refused_all_the_same() {
        List<List<Charge>> twice = IntStream.range(0, Exhausted.MOST + 100)
                .mapToObj(i -> List.of(charge("1/PT1H", me + "/" + i)))
                .toList();
        here.spend(twice);

        assertThat(here.spend(twice)).allMatch(Optional::isPresent);
        assertThat(here.spend(twice)).allMatch(Optional::isPresent);
    }

    @Test
    void a_limit_that_is_set_anew_and_a_ring_that_is_turned_count_from_nothing() {
        RotatingKeys keys = new RotatingKeys();
        Limits limits = new Limits(one.get(Buckets.class), keys, clock);
        limits.spend(charge("1/PT1H", me));
        assertThat(passes(limits, charge("1/PT1H", me))).isFalse();
        assertThat(passes(limits, charge("2/PT1H", me))).isTrue();

        keys.rotate(KeyRings.LIMIT);

        assertThat(passes(limits, charge("1/PT1H", me))).isTrue();
    }

    @Test
    void a_count_that_is_cleaned_up_was_as_good_as_new() {
        Charge charge = charge("1/PT1H", me);
        forget();
        here.spend(charge);

        clock.forward(Duration.ofMinutes(59));
        assertThat(one.get(Buckets.class).removeFull(clock.instant(), 10)).isZero();
        assertThat(passes(there, charge)).isFalse();
        clock.forward(Duration.ofMinutes(16));
        assertThat(one.get(Buckets.class).removeFull(clock.instant(), 10)).isEqualTo(1);
        assertThat(passes(there, charge)).isTrue();
    }

    @Test
    void the_table_names_nobody() {
        here.spend(new Charge("tests", Limit.valueOf("5/PT1H"), "ada@example.org"));

        Stream<String> columns = jdbc()
                .sql("select encode(state, 'escape') || key::text as row from event_store.bucket")
                .query(String.class)
                .list()
                .stream();
        assertThat(columns).isNotEmpty().noneMatch(row -> row.contains("ada") || row.contains("example"));
        assertThat(new Charge("tests", Limit.UNLIMITED, "ada@example.org").toString())
                .doesNotContain("ada@");
    }

    @Test
    void the_table_costs_no_disk_and_is_in_no_backup() {
        assertThat(jdbc().sql("select relpersistence::text from pg_class where oid = 'event_store.bucket'::regclass")
                        .query(String.class)
                        .single())
                .isEqualTo("u");
    }

    @Test
    void limits_that_make_no_sense_are_refused_at_start() {
        for (String text : List.of(
                "0/PT1M",
                "1000001/PT1M",
                "-1/PT1M",
                "1/PT0S",
                "1/PT0.5S",
                "1/P366D",
                "1/PT-1M",
                "300",
                "300/",
                "300/1m",
                "/PT1M",
                "many/PT1M",
                "300/PT1M/PT1M",
                "none",
                "",
                "Unlimited",
                "99999999999999999999/PT1M")) {
            assertThatThrownBy(() -> Limit.valueOf(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("limit");
        }
        assertThat(Limit.valueOf("300/PT1M")).isEqualTo(new Limit(300, Duration.ofMinutes(1)));
        assertThat(Limit.valueOf("1/P1D")).hasToString("1/PT24H");
        assertThat(Limit.valueOf("unlimited")).isEqualTo(Limit.UNLIMITED).hasToString("unlimited");
    }

    private static void forget() {
        jdbc().sql("truncate event_store.bucket").update();
    }
}
