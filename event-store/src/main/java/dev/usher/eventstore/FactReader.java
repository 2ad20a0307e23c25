package dev.usher.eventstore;

import dev.usher.api.Fact;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;

/** Reads the contiguous prefix of the log: facts in order, up to the first hole that could still be filled. */
final class FactReader {

    static final int PAGE = 500;

    /** One statement, so that the facts, the horizon and the head are of one snapshot. */
    private static final String READ = """
            select fact.*, horizon.xmin, horizon.head
            from (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xmin,
                         (select max(global_index) from event_store.fact) as head) horizon
            left join lateral (select global_index, %s from event_store.fact
                               where global_index > ? order by global_index limit ?) fact on true
            order by fact.global_index""".formatted(FactTable.COLUMNS);

    /** What is settled has no holes that could be filled. */
    private static final String SETTLED = """
            select global_index, %s from event_store.fact
            where global_index > ? and global_index <= ? and (cast(? as text[]) is null or name = any(?))
            order by global_index limit ?""";

    private static final String AS_STORED = "aggregate_id, name, payload::text as payload, " + Sealing.WRAPPED;

    private final DataSource dataSource;
    private final FactTable table;
    private final FactSerializer serializer;
    private final List<EventUpcaster> upcasters;
    private final HoleRule holes;

    FactReader(
            DataSource dataSource,
            FactTable table,
            FactSerializer serializer,
            List<EventUpcaster> upcasters,
            HoleRule holes) {
        this.dataSource = dataSource;
        this.table = table;
        this.serializer = serializer;
        this.upcasters = List.copyOf(upcasters);
        this.holes = holes;
    }

    /**
     * @param facts in order; payloads are parsed when first asked for
     * @param stopped whether there are more, behind a hole that could still be filled
     */
    record Page(List<TrackedEventMessage<?>> facts, boolean stopped) {

        boolean full() {
            return facts.size() >= PAGE;
        }
    }

    /** @throws EventStoreException when the database cannot be asked */
    Page after(long position) {
        return after(position, PAGE);
    }

    /** As {@link #after(long)}, for whoever wants many at once. */
    Page after(long position, int atMost) {
        List<TrackedEventData<?>> facts = new ArrayList<>();
        Optional<Hole> hole;
        // Not the connection of a transaction under way: its snapshot or its own appends would be read too.
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setLong(1, position);
            statement.setInt(2, atMost);
            try (ResultSet rows = statement.executeQuery()) {
                hole = collect(rows, position, facts);
            }
        } catch (SQLException e) {
            throw new EventStoreException("the log cannot be read after position " + position, e);
        }
        // Only now: the rule relies on being told after the snapshot was taken.
        hole.ifPresent(met -> holes.stopped(met.last(), met.head()));
        return new Page(deserialized(facts), hole.isPresent());
    }

    /**
     * Facts of this kind, without their metadata, after one position and up to another that is settled ({@link SettledHead}).
     *
     * @param kind {@link Fact}, or one of the sealed types below it; others may be among them
     */
    List<StoredFact> settled(Class<? extends Fact> kind, long after, long upTo, int atMost) {
        boolean asStored = upcasters.isEmpty();
        // Where facts are upcast, a stored name says nothing about what comes of it.
        Object[] names = asStored && kind != Fact.class
                ? FactNames.collect(kind).keySet().toArray()
                : null;
        String columns = asStored ? AS_STORED : FactTable.COLUMNS;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(SETTLED.formatted(columns))) {
            Array wanted = names == null ? null : connection.createArrayOf("text", names);
            statement.setLong(1, after);
            statement.setLong(2, upTo);
            statement.setArray(3, wanted);
            statement.setArray(4, wanted);
            statement.setInt(5, atMost);
            try (ResultSet rows = statement.executeQuery()) {
                return asStored
                        ? asStored(rows)
                        : recorded(rows).stream().map(RecordedFact::stored).toList();
            }
        } catch (SQLException e) {
            throw new EventStoreException("the log cannot be read after position " + after, e);
        }
    }

    /** Without all that Axon builds around a fact: it takes as long as to parse one. */
    private List<StoredFact> asStored(ResultSet rows) throws SQLException {
        List<StoredFact> facts = new ArrayList<>();
        while (rows.next()) {
            Fact fact = serializer.fact(rows.getString("name"), table.payload(rows));
            facts.add(new StoredFact(rows.getLong("global_index"), fact, Map.of()));
        }
        return facts;
    }

    /** With all that Axon builds around them. */
    List<RecordedFact> recorded(ResultSet rows) throws SQLException {
        List<TrackedEventData<?>> facts = new ArrayList<>();
        while (rows.next()) {
            facts.add(entry(rows, rows.getLong("global_index")));
        }
        return deserialized(facts).stream().map(RecordedFact::of).toList();
    }

    private TrackedEventData<?> entry(ResultSet row, long position) throws SQLException {
        return new TrackedDomainEventData<>(new GlobalSequenceTrackingToken(position), table.entry(row));
    }

    private List<TrackedEventMessage<?>> deserialized(List<TrackedEventData<?>> facts) {
        return EventUtils.upcastAndDeserializeTrackedEvents(
                        facts.stream(), serializer, new EventUpcasterChain(upcasters))
                .toList();
    }

    private record Hole(long last, long head) {}

    /** @return the hole that stopped it */
    private Optional<Hole> collect(ResultSet rows, long position, List<TrackedEventData<?>> facts) throws SQLException {
        long last = position;
        while (rows.next()) {
            long next = rows.getLong("global_index");
            if (rows.wasNull()) {
                break;
            }
            if (next > last + 1 && !holes.mayPass(next - 1, rows.getLong("xmin"))) {
                return Optional.of(new Hole(next - 1, rows.getLong("head")));
            }
            facts.add(entry(rows, next));
            last = next;
        }
        return Optional.empty();
    }
}
