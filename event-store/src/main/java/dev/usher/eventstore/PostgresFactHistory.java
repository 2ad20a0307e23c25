package dev.usher.eventstore;

import dev.usher.api.Fact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks {@code event_store.fact} by its streams. */
final class PostgresFactHistory implements FactHistory {

    private static final String OF_STREAMS = """
            select global_index, %s from event_store.fact
            where aggregate_id = any(?) and global_index <= ? and recorded_at <= ?
            order by global_index""".formatted(FactTable.COLUMNS);

    private static final String RECORDED = """
            select recorded_at from event_store.fact
            where global_index <= :position order by global_index desc limit 1""";

    /** The driver sends it as infinity. */
    private static final OffsetDateTime ANY_TIME = OffsetDateTime.MAX;

    private final DataSource dataSource;
    private final FactReader reader;
    private final FactSerializer serializer;
    private final SettledHead head;
    private final Clock clock;

    private volatile Settled settled = new Settled(0, Instant.MIN);

    PostgresFactHistory(
            DataSource dataSource, FactReader reader, FactSerializer serializer, SettledHead head, Clock clock) {
        this.dataSource = dataSource;
        this.reader = reader;
        this.serializer = serializer;
        this.head = head;
        this.clock = clock;
    }

    /** @param since when nothing could be committed any more at the position or before it; nor, but for clocks, at that time */
    private record Settled(long position, Instant since) {}

    @Override
    public Optional<Moment> at(long position) {
        Settled known = settled;
        if (position > known.position()) {
            known = settle();
        }
        return position > known.position() ? Optional.empty() : Optional.of(Moment.of(position, recorded(position)));
    }

    private Instant recorded(long position) {
        return JdbcClient.create(dataSource)
                .sql(RECORDED)
                .param("position", position)
                .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .optional()
                .orElse(Instant.EPOCH);
    }

    @Override
    public Moment at(Instant time) {
        if (time.isAfter(settled.since())) {
            settle();
        }
        return Moment.of(time);
    }

    /** Whoever asks again shall get the same: so what is under way has to end first. Once for all that is older. */
    private Settled settle() {
        Instant since = clock.instant();
        Settled now = new Settled(head.now(), since);
        settled = now;
        return now;
    }

    @Override
    public List<RecordedFact> of(String stream) {
        return of(List.of(stream), new Moment(Long.MAX_VALUE, null, Instant.MAX));
    }

    @Override
    public List<RecordedFact> of(Collection<String> streams, Moment upTo) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(OF_STREAMS)) {
            statement.setArray(1, connection.createArrayOf("text", streams.toArray()));
            statement.setLong(2, upTo.position());
            statement.setObject(
                    3, upTo.recordedBy() == null ? ANY_TIME : upTo.recordedBy().atOffset(ZoneOffset.UTC));
            try (ResultSet rows = statement.executeQuery()) {
                return reader.recorded(rows);
            }
        } catch (SQLException e) {
            throw new EventStoreException("the facts of %d streams cannot be read".formatted(streams.size()), e);
        }
    }

    @Override
    public String json(Fact fact) {
        return serializer.json(fact);
    }
}
