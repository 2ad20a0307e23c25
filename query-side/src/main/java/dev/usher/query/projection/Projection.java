package dev.usher.query.projection;

import dev.usher.api.Fact;
import dev.usher.eventstore.StoredFact;
import java.util.List;

/**
 * A view of the log: folds facts into rows of tables of its own. A plain class over rows in memory, which knows neither
 * whether it follows the log live nor whether the tables are the ones that are read or their successors
 * (docs/projections.md). Every bean of this type follows the log, and can be rebuilt.
 */
public interface Projection {

    /** Kebab-case. Never renamed: the position in the log is kept under it. */
    String name();

    /** All tables in {@code query_side} that it writes; nobody else does. */
    List<Table<?, ?>> tables();

    /** The facts that it looks at, as a sealed type: a rebuild need not read others. It may get others all the same. */
    default Class<? extends Fact> about() {
        return Fact.class;
    }

    /**
     * Takes in these facts, each exactly once and in order. Everything it knows of earlier ones is in its rows. It may be
     * called for one fact or for ten thousand: fetch the rows of all of them together. A throw undoes all of it, and it comes again.
     */
    void fold(List<StoredFact> facts, Workspace rows);
}
