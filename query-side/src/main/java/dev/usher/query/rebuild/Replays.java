package dev.usher.query.rebuild;

import dev.usher.eventstore.Log;
import dev.usher.query.projection.Projection;
import dev.usher.query.projection.Projections;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** Folds the log again beside what is read, for auditors, who want to know whether both are the same. */
@Component
public final class Replays {

    private final Projections projections;
    private final Workshop workshop;
    private final Log log;

    Replays(Projections projections, Workshop workshop, Log log) {
        this.projections = projections;
        this.workshop = workshop;
        this.log = log;
    }

    /** How far it is. */
    @FunctionalInterface
    public interface Progress {

        /** May throw to end it. */
        void at(long facts, long position);
    }

    /** Of those that can be replayed. */
    public List<String> names() {
        return projections.all().stream().map(Projection::name).toList();
    }

    /** @return empty when somebody rebuilds or replays this one right now */
    public Optional<Comparison> replay(String name, Progress progress) {
        Projection projection = projections.named(name).orElseThrow();
        AtomicReference<Comparison> result = new AtomicReference<>();
        try {
            workshop.ifAlone(
                    name,
                    tools -> result.set(new Rebuild(projection, tools)
                            .compare(log.settledHead(), (_, facts, position) -> progress.at(facts, position))));
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be reached", e);
        }
        return Optional.ofNullable(result.get());
    }
}
