package dev.usher.query.projection;

import dev.usher.eventstore.FactConsumer;
import dev.usher.eventstore.StoredFact;
import java.util.List;
import java.util.OptionalLong;
import org.springframework.jdbc.core.JdbcOperations;

/** A projection that follows the log live: folds each batch into the tables that are read. */
final class Following implements FactConsumer {

    private final Projection projection;
    private final Positions positions;
    private final JdbcOperations jdbc;

    Following(Projection projection, Positions positions, JdbcOperations jdbc) {
        this.projection = projection;
        this.positions = positions;
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return projection.name();
    }

    @Override
    public void consume(List<StoredFact> batch) {
        if (batch.isEmpty()) {
            return;
        }
        OptionalLong before = positions.move(name(), batch.getLast().position());
        if (before.isEmpty()) {
            return;
        }
        List<StoredFact> fresh = batch.stream()
                .filter(stored -> stored.position() > before.getAsLong())
                .toList();
        Workspace live = Workspace.live(jdbc);
        projection.fold(fresh, live);
        live.write();
    }
}
