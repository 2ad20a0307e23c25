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
     * A fact that counts.
     *
     * @param kinds as what
     * @param firstTimes those of them that had never happened to its invitation
     * @param on the rows of the day on which it happened
     * @param since the rows of the day on which its invitation was created
     */
    private record Happening(
            Origin origin, Instant at, Set<Kind> kinds, Set<Kind> firstTimes, List<Scope> on, List<Scope> since) {}

    private static List<Happening> happenings(List<InvitationEvent> facts, Rows<InvitationId, Origin> origins) {
        origins.fetch(InvitationFacts.createdBefore(facts));
        List<Happening> happenings = new ArrayList<>();
        for (InvitationEvent fact : facts) {
            if (fact instanceof InvitationCreated created) {
                origins.put(created.invitationId(), new Origin(created));
            }
            Set<Kind> kinds = Kind.of(fact);
            Origin origin = kinds.isEmpty() ? null : origins.get(fact.invitationId());
            if (origin != null) {
                Set<Kind> firstTimes = origin.happen(kinds);
                if (!firstTimes.isEmpty()) {
                    origins.put(origin.id, origin);
                }
                List<Scope> since = Scope.of(origin, Moments.day(origin.createdAt));
                LocalDate day = Moments.day(fact.at());
                List<Scope> on = day.equals(since.getFirst().day()) ? since : Scope.of(origin, day);
                happenings.add(new Happening(origin, fact.at(), kinds, firstTimes, on, since));
            }
        }
        return happenings;
    }

    private static void count(List<Happening> happenings, Rows<Scope, TallyRow> rows) {
        List<Scope> scopes = new ArrayList<>();
        for (Happening happening : happenings) {
            scopes.addAll(happening.on);
            if (!happening.firstTimes.isEmpty()) {
                scopes.addAll(happening.since);
            }
        }
        rows.fetch(scopes);
        for (Happening happening : happenings) {
            count(happening, View.ACTIVITY, happening.kinds, happening.on, happening.at, rows);
            count(happening, View.COHORT, happening.firstTimes, happening.since, happening.origin.createdAt, rows);
        }
    }

    private static void count(
            Happening happening,
            View view,
            Set<Kind> kinds,
            List<Scope> scopes,
            Instant when,
            Rows<Scope, TallyRow> rows) {
        if (!kinds.isEmpty()) {
            for (Scope scope : scopes) {
                rows.change(scope, TallyRow::empty, row -> count(happening, kinds, when, row.moments(view)));
            }
        }
    }

    private static void count(Happening happening, Set<Kind> kinds, Instant when, Moments moments) {
        for (Kind kind : kinds) {
            moments.happened(kind, when);
            if (kind == Kind.ACCEPTED) {
                moments.waited(Waits.bucket(Duration.between(happening.origin.createdAt, happening.at)), when);
            }
        }
    }

    private static void creators(List<Happening> happenings, Rows<Creator.Key, Creator> creators) {
        List<Origin> created = happenings.stream()
                .filter(happening -> happening.kinds.contains(Kind.CREATED))
                .map(Happening::origin)
                .toList();
        creators.fetch(created.stream().map(Creator.Key::of).toList());
        created.forEach(origin -> Creator.created(origin, creators));
    }
}
