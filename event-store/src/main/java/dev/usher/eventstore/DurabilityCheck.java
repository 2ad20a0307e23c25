package dev.usher.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;

/**
 * Refuses to start when something would not be kept, or would be read in the wrong order. Each of these mistakes is
 * silent otherwise: everything works, until the power fails or two commands meet.
 */
final class DurabilityCheck implements SmartLifecycle {

    private final Map<Class<?>, List<?>> beans;
    private final Supplier<Server> server;
    private volatile boolean running;

    /**
     * @param beans the type that is needed, and everything found in its role
     * @param server looks at the database
     */
    DurabilityCheck(Map<Class<?>, List<?>> beans, Supplier<Server> server) {
        this.beans = beans;
        this.server = server;
    }

    @Override
    public void start() {
        List<String> problems =
                Stream.concat(wrongBeans(), problems(server.get())).toList();
        if (!problems.isEmpty()) {
            throw new StartRefused("Usher would not keep what it acknowledges:\n- " + String.join("\n- ", problems));
        }
        running = true;
    }

    private Stream<String> wrongBeans() {
        return beans.entrySet().stream()
                .flatMap(role -> role.getValue().stream()
                        .filter(bean -> !role.getKey().isInstance(bean))
                        .map(bean -> "%s must be a %s; remove the bean that replaced it."
                                .formatted(
                                        bean.getClass().getName(), role.getKey().getSimpleName())));
    }

    static Stream<String> problems(Server server) {
        List<String> problems = new ArrayList<>();
        if (server.version() < 150_000) {
            problems.add("PostgreSQL 15 or later is needed, this is %d.".formatted(server.version() / 10_000));
        }
        if (server.inRecovery()) {
            problems.add("This PostgreSQL is a standby; use the primary.");
        }
        refuseUnless(server.fsync().equals("on"), "fsync is off: a power failure corrupts the log.", problems);
        refuseUnless(
                !server.synchronousCommit().equals("off"),
                "synchronous_commit is off: a crash loses the newest facts after they were acknowledged.",
                problems);
        refuseUnless(
                server.fullPageWrites().equals("on"),
                "full_page_writes is off: a power failure may tear pages of the log.",
                problems);
        if (!server.isolation().equals("read committed")) {
            problems.add(
                    "Transactions must be read committed by default, are %s: commands would fail to see what they waited for."
                            .formatted(server.isolation()));
        }
        if (server.version() >= 170_000 && server.transactionTimeout().equals("0")) {
            problems.add("transaction_timeout is not set: one stuck transaction would stall every reader of the log."
                    + " Keep spring.datasource.hikari.connection-init-sql as the event store sets it.");
        }
        placement(server, problems);
        return problems.stream();
    }

    private static void placement(Server server, List<String> problems) {
        refuseUnless(
                server.placing(),
                "The trigger place_fact on event_store.fact is missing or disabled: facts have no order.",
                problems);
        refuseUnless(
                server.transactionFirst(),
                "event_store.place_fact() no longer takes the transaction id before the position: readers would lose facts.",
                problems);
        refuseUnless(
                server.guarded(),
                "The trigger refuse_change on event_store.fact is missing or not enabled always: facts could be changed.",
                problems);
        refuseUnless(
                server.countsByOne(),
                "The sequence event_store.fact_position must count by one, with cache 1 and no cycle: readers would lose facts.",
                problems);
    }

    private static void refuseUnless(boolean fine, String otherwise, List<String> problems) {
        if (!fine) {
            problems.add(otherwise);
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Phases.SELF_CHECK;
    }
}
