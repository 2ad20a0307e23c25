package dev.usher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many wishes are decided at the same time, and what becomes of those who wait. */
class AtOnceTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final CommandBus bus = SimpleCommandBus.builder().build();
    private final CommandGateway gateway =
            DefaultCommandGateway.builder().commandBus(bus).build();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private record Wish() {}

    private record Inner() {}

    @AfterEach
    void stop() {
        release.countDown();
        callers.close();
    }

    private void places(int atOnce, Duration patience) {
        bus.registerHandlerInterceptor(new AtOnce(new CommandSettings(atOnce, patience)));
    }

    private void untilReleased() throws InterruptedException {
        held.countDown();
        assertThat(release.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void never_more_than_there_are_places() throws Exception {
        places(3, LONG);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        bus.subscribe(Wish.class.getName(), _ -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.yield();
            return inside.getAndDecrement();
        });

        List<Future<?>> wishes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            wishes.add(callers.submit(() -> gateway.sendAndWait(new Wish())));
        }
        for (Future<?> wish : wishes) {
            wish.get(1, TimeUnit.MINUTES);
        }

        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void who_waited_too_long_is_told_so_and_takes_no_place() throws Exception {
        places(1, SHORT);
        bus.subscribe(Wish.class.getName(), _ -> {
            untilReleased();
            return "done";
        });
        bus.subscribe(Inner.class.getName(), _ -> "done too");
        Future<Object> first = callers.submit(() -> gateway.sendAndWait(new Wish()));
        assertThat(held.await(1, TimeUnit.MINUTES)).isTrue();

        assertThatThrownBy(() -> gateway.sendAndWait(new Inner()))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("Inner");

        release.countDown();
        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo("done");
        assertThat((String) gateway.sendAndWait(new Inner())).isEqualTo("done too");
    }

    @Test
    void a_wish_from_inside_another_needs_no_second_place() {
        places(1, SHORT);
        bus.subscribe(Wish.class.getName(), _ -> gateway.sendAndWait(new Inner()));
        bus.subscribe(Inner.class.getName(), _ -> "inner");

        assertThat((String) gateway.sendAndWait(new Wish())).isEqualTo("inner");
    }

    @Test
    void what_fails_gives_its_place_back() {
        places(1, SHORT);
        bus.subscribe(Wish.class.getName(), _ -> {
            throw new IllegalStateException("on purpose");
        });

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> gateway.sendAndWait(new Wish())).hasMessageContaining("on purpose");
        }
    }

    @Test
    void the_place_is_kept_until_the_commit_is_done() throws Exception {
        places(1, SHORT);
        bus.subscribe(Wish.class.getName(), _ -> {
            CurrentUnitOfWork.get().onCommit(_ -> {
                try {
                    untilReleased();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            return "decided";
        });
        bus.subscribe(Inner.class.getName(), _ -> "must wait");
        Future<Object> committing = callers.submit(() -> gateway.sendAndWait(new Wish()));
        assertThat(held.await(1, TimeUnit.MINUTES)).isTrue();

        assertThatThrownBy(() -> gateway.sendAndWait(new Inner())).isInstanceOf(RejectedExecutionException.class);

        release.countDown();
        assertThat(committing.get(1, TimeUnit.MINUTES)).isEqualTo("decided");
    }

    @Test
    void settings_that_cannot_be_are_refused_at_start() {
        assertThatThrownBy(() -> new CommandSettings(0, LONG)).hasMessageContaining("was 0");
        assertThatThrownBy(() -> new CommandSettings(1001, LONG)).hasMessageContaining("was 1001");
        assertThatThrownBy(() -> new CommandSettings(8, LONG.plusSeconds(1))).hasMessageContaining("was PT1M1S");
        assertThatThrownBy(() -> new CommandSettings(8, SHORT.negated()))
                .hasMessageContaining("usher.commands.patience");
    }
}
