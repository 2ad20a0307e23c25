package dev.usher.query.projection;

import dev.usher.eventstore.FactConsumer;
import dev.usher.eventstore.FactConsumers;
import dev.usher.eventstore.Log;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;

/** All projections. Makes each of them follow the log. */
@Component
@DependsOn("querySideMigration")
public final class Projections implements FactConsumers {

    private final List<Projection> all;
    private final Positions positions;
    private final JdbcOperations jdbc;

    Projections(List<Projection> all, Positions positions, JdbcOperations jdbc, Log log) {
        this.all = List.copyOf(all);
        this.positions = positions;
        this.jdbc = jdbc;
        boolean empty = log.head() == 0;
        all.forEach(projection -> positions.begin(projection.name(), empty));
    }

    @Override
    public Stream<FactConsumer> stream() {
        return all.stream().map(projection -> new Following(projection, positions, jdbc));
    }

    public List<Projection> all() {
        return all;
    }

    public Optional<Projection> named(String name) {
        return all.stream().filter(projection -> projection.name().equals(name)).findFirst();
    }

    /** Those whose tables cannot follow the log before they are rebuilt. */
    public List<String> waitingForRebuild() {
        return positions.waitingForRebuild();
    }
}
