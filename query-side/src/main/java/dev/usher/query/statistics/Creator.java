package dev.usher.query.statistics;

import static dev.usher.query.view.Timestamps.instant;

import dev.usher.query.projection.Rows;
import dev.usher.query.projection.Table;
import dev.usher.query.projection.Type;
import java.time.Instant;

/** A row of {@code query_side.creator}: when somebody first and last invited somebody to a team. */
final class Creator {

    static final Table<Key, Creator> TABLE = Table.<Key, Creator>named("creator", creator -> creator.key)
            .key("team_id", Type.TEXT, Key::team)
            .key("created_by", Type.TEXT, Key::createdBy)
            .column("first_at", Type.TIMESTAMPTZ, creator -> creator.firstAt)
            .column("last_at", Type.TIMESTAMPTZ, creator -> creator.lastAt)
            .readBy(row -> new Creator(
                    new Key(row.getString("team_id"), row.getString("created_by")),
                    instant(row, "first_at"),
                    instant(row, "last_at")));

    private final Key key;
    private Instant firstAt;
    private Instant lastAt;

    private Creator(Key key, Instant firstAt, Instant lastAt) {
        this.key = key;
        this.firstAt = firstAt;
        this.lastAt = lastAt;
    }

    record Key(String team, String createdBy) {

        static Key of(Origin origin) {
            return new Key(origin.team, origin.createdBy);
        }
    }

    static void created(Origin origin, Rows<Key, Creator> creators) {
        Key key = Key.of(origin);
        Creator creator = creators.get(key);
        if (creator == null) {
            creator = new Creator(key, origin.createdAt, origin.createdAt);
        }
        creator.uses(origin.createdAt);
        creators.put(key, creator);
    }

    /** Clocks of several command sides differ a little: the log's order is not quite that of times. */
    private void uses(Instant at) {
        firstAt = at.isBefore(firstAt) ? at : firstAt;
        lastAt = at.isAfter(lastAt) ? at : lastAt;
    }
}
