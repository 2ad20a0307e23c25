package dev.usher.query.statistics;

import dev.usher.api.Fact;
import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.projection.InvitationFacts;
import dev.usher.query.projection.Projection;
import dev.usher.query.projection.Rows;
import dev.usher.query.projection.Table;
import dev.usher.query.projection.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Counts facts and cohorts by day into {@code query_side.tally}, for everybody, teams and creators (ADR 26). */
@Component
final class StatisticsView implements Projection {

    static final String NAME = "statistics-view";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Table<?, ?>> tables() {
        return List.of(Origin.TABLE, TallyRow.TABLE, Creator.TABLE);
    }

    @Override
    public Class<? extends Fact> about() {
        return InvitationEvent.class;
    }

    @Override
    public void fold(List<StoredFact> facts, Workspace workspace) {
        List<Happening> happenings = happenings(InvitationFacts.in(facts), workspace.of(Origin.TABLE));
        count(happenings, workspace.of(TallyRow.TABLE));
        creators(happenings, workspace.of(Creator.TABLE));
    }

    /**
     * Something that is counted.
     *
     * @param on the rows of the day on which it happened
     * @param since the rows of the day on which its invitation was created
     */
    private record Happening(
            Origin origin, Kind kind, Instant at, boolean firstTime, List<Scope> on, List<Scope> since) {}

    private static List<Happening> happenings(List<InvitationEvent> facts, Rows<InvitationId, Origin> origins) {
        origins.fetch(InvitationFacts.createdBefore(facts));
        List<Happening> happenings = new ArrayList<>();
        for (InvitationEvent fact : facts) {
            if (fact instanceof InvitationCreated created) {
                origins.put(created.invitationId(), new Origin(created));
            }
            Origin origin = origins.get(fact.invitationId());
            if (origin == null) {
                continue;
            }
            List<Scope> since = Scope.of(origin, Moments.day(origin.createdAt));
            LocalDate day = Moments.day(fact.at());
            List<Scope> on = day.equals(since.getFirst().day()) ? since : Scope.of(origin, day);
            for (Kind kind : Kind.of(fact)) {
                boolean firstTime = origin.happens(kind);
                happenings.add(new Happening(origin, kind, fact.at(), firstTime, on, since));
                if (firstTime) {
                    origins.put(origin.id, origin);
                }
            }
        }
        return happenings;
    }

    private static void count(List<Happening> happenings, Rows<Scope, TallyRow> rows) {
        Set<Scope> scopes = new LinkedHashSet<>();
        for (Happening happening : happenings) {
            scopes.addAll(happening.on);
            if (happening.firstTime) {
                scopes.addAll(happening.since);
            }
        }
        rows.fetch(scopes);
        for (Happening happening : happenings) {
            count(happening, View.ACTIVITY, happening.on, happening.at, rows);
            if (happening.firstTime) {
                count(happening, View.COHORT, happening.since, happening.origin.createdAt, rows);
            }
        }
    }

    private static void count(
            Happening happening, View view, List<Scope> scopes, Instant when, Rows<Scope, TallyRow> rows) {
        for (Scope scope : scopes) {
            rows.change(scope, TallyRow::empty, row -> count(happening, when, row.of(view)));
        }
    }

    private static void count(Happening happening, Instant when, Tally tally) {
        tally.happened(happening.kind, when);
        if (happening.kind == Kind.ACCEPTED) {
            tally.waited(Waits.bucket(Duration.between(happening.origin.createdAt, happening.at)), when);
        }
    }

    private static void creators(List<Happening> happenings, Rows<Creator.Key, Creator> creators) {
        List<Origin> created = happenings.stream()
                .filter(happening -> happening.kind == Kind.CREATED)
                .map(Happening::origin)
                .toList();
        creators.fetch(created.stream().map(Creator.Key::of).toList());
        created.forEach(origin -> Creator.created(origin, creators));
    }
}
