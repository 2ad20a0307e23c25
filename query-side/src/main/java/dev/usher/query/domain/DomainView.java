package dev.usher.query.domain;

import dev.usher.api.EmailDomain;
import dev.usher.api.Fact;
import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationEvent.InvitationMailFailed;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.InviteeForgotten;
import dev.usher.api.InvitationEvent.InviteeRegistered;
import dev.usher.api.InvitationEvent.InviteeVerified;
import dev.usher.api.InvitationEvent.RegistrationStarted;
import dev.usher.api.InvitationEvent.VerificationRequested;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.TeamId;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.projection.InvitationFacts;
import dev.usher.query.projection.Projection;
import dev.usher.query.projection.Rows;
import dev.usher.query.projection.Table;
import dev.usher.query.projection.Type;
import dev.usher.query.projection.Workspace;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Counts what becomes of invitations to e-mail addresses, by team and domain, into {@code query_side.address_domain}. */
@Component
final class DomainView implements Projection {

    /** In the place of the domain of an address that nobody can read any more. */
    private static final String FORGOTTEN = "";

    /** Of which domain an invitation is, and what became of it: only its own facts say so. */
    private static final Table<InvitationId, Addressed> ADDRESSED = Table.<InvitationId, Addressed>named(
                    "invitation_domain", Addressed::id)
            .key("invitation_id", Type.TEXT, InvitationId::value)
            .column("domain", Type.TEXT, Addressed::domain)
            .column("accepted", Type.INTEGER, Addressed::accepted)
            .column("declined", Type.INTEGER, Addressed::declined)
            .readBy(row -> new Addressed(
                    new InvitationId(row.getString("invitation_id")),
                    row.getString("domain"),
                    row.getInt("accepted"),
                    row.getInt("declined")));

    private static final Table<Key, Count> COUNTS = Table.<Key, Count>named("address_domain", count -> count.key)
            .key("team_id", Type.TEXT, Key::team)
            .key("domain", Type.TEXT, Key::domain)
            .column("created", Type.INTEGER, count -> count.created)
            .column("accepted", Type.INTEGER, count -> count.accepted)
            .column("declined", Type.INTEGER, count -> count.declined)
            // A domain may be as personal as an address: nothing is left of the last one that was forgotten.
            .without(count -> count.created == 0)
            .readBy(row -> {
                Count count = new Count(new Key(row.getString("team_id"), row.getString("domain")));
                count.created = row.getInt("created");
                count.accepted = row.getInt("accepted");
                count.declined = row.getInt("declined");
                return count;
            });

    /** @param accepted how often: once, if the log is of this world; as {@code declined} */
    private record Addressed(InvitationId id, String domain, int accepted, int declined) {

        Change added(TeamId team, int created) {
            return new Change(new Key(team.value(), domain), created, created * accepted, created * declined);
        }
    }

    private record Key(String team, String domain) {}

    private record Change(Key key, int created, int accepted, int declined) {}

    private static final class Count {

        private final Key key;
        private int created;
        private int accepted;
        private int declined;

        private Count(Key key) {
            this.key = key;
        }

        private void add(Change change) {
            created += change.created;
            accepted += change.accepted;
            declined += change.declined;
        }
    }

    @Override
    public String name() {
        return "domain-view";
    }

    @Override
    public List<Table<?, ?>> tables() {
        return List.of(COUNTS, ADDRESSED);
    }

    @Override
    public Class<? extends Fact> about() {
        return InvitationEvent.class;
    }

    @Override
    public void fold(List<StoredFact> facts, Workspace workspace) {
        List<InvitationEvent> counted =
                InvitationFacts.in(facts).stream().filter(DomainView::counts).toList();
        Rows<InvitationId, Addressed> addressed = workspace.of(ADDRESSED);
        // Of all of them: those to user ids are never put, not even by their creation.
        addressed.fetch(counted.stream().map(InvitationEvent::invitationId).toList());
        List<Change> changes =
                counted.stream().flatMap(fact -> changes(fact, addressed)).toList();

        Rows<Key, Count> counts = workspace.of(COUNTS);
        counts.fetch(changes.stream().map(Change::key).toList());
        changes.forEach(change -> counts.change(change.key(), Count::new, count -> count.add(change)));
    }

    /** Without a default: whoever adds a kind of fact is asked here whether it counts. */
    private static boolean counts(InvitationEvent fact) {
        return switch (fact) {
            case InvitationCreated _, InvitationAccepted _, InvitationDeclined _, InviteeForgotten _ -> true;
            case InvitationMailed _,
                    InvitationMailFailed _,
                    InvitationResent _,
                    VerificationRequested _,
                    InviteeVerified _,
                    RegistrationStarted _,
                    InviteeRegistered _,
                    InviteeBound _,
                    InvitationDeleted _,
                    InvitationExpired _ -> false;
        };
    }

    /** None for an invitation to a user id. */
    private static Stream<Change> changes(InvitationEvent fact, Rows<InvitationId, Addressed> addressed) {
        Addressed before = addressed.get(fact.invitationId());
        Addressed after = after(fact, before);
        if (after == null) {
            return Stream.empty();
        }
        addressed.put(after.id(), after);
        Stream<Change> gone = before == null ? Stream.empty() : Stream.of(before.added(fact.teamId(), -1));
        return Stream.concat(gone, Stream.of(after.added(fact.teamId(), 1)));
    }

    private static Addressed after(InvitationEvent fact, Addressed before) {
        if (fact instanceof InvitationCreated created) {
            Invitee invitee = created.invitee();
            return invitee.userId() != null ? null : new Addressed(fact.invitationId(), domain(invitee), 0, 0);
        }
        if (before == null) {
            return null;
        }
        return switch (fact) {
            case InvitationAccepted _ ->
                new Addressed(before.id(), before.domain(), before.accepted() + 1, before.declined());
            case InvitationDeclined _ ->
                new Addressed(before.id(), before.domain(), before.accepted(), before.declined() + 1);
            default -> new Addressed(before.id(), FORGOTTEN, before.accepted(), before.declined());
        };
    }

    private static String domain(Invitee invitee) {
        return invitee.wasForgotten()
                ? FORGOTTEN
                : EmailDomain.of(invitee.email()).value();
    }
}
