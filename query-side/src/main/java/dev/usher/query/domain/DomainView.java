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
import dev.usher.api.InvitationEvent.InviteeRegistered;
import dev.usher.api.InvitationEvent.InviteeVerified;
import dev.usher.api.InvitationEvent.RegistrationStarted;
import dev.usher.api.InvitationEvent.VerificationRequested;
import dev.usher.api.InvitationId;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.projection.InvitationFacts;
import dev.usher.query.projection.Projection;
import dev.usher.query.projection.Rows;
import dev.usher.query.projection.Table;
import dev.usher.query.projection.Type;
import dev.usher.query.projection.Workspace;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Counts what becomes of invitations to e-mail addresses, by team and domain, into {@code query_side.address_domain}. */
@Component
final class DomainView implements Projection {

    /** Of which domain an invitation is: only its first fact says so. */
    private static final Table<InvitationId, Addressed> ADDRESSED = Table.<InvitationId, Addressed>named(
                    "invitation_domain", Addressed::id)
            .key("invitation_id", Type.TEXT, InvitationId::value)
            .column("domain", Type.TEXT, Addressed::domain)
            .readBy(row -> new Addressed(new InvitationId(row.getString("invitation_id")), row.getString("domain")));

    private static final Table<Key, Count> COUNTS = Table.<Key, Count>named("address_domain", count -> count.key)
            .key("team_id", Type.TEXT, Key::team)
            .key("domain", Type.TEXT, Key::domain)
            .column("created", Type.INTEGER, count -> count.created)
            .column("accepted", Type.INTEGER, count -> count.accepted)
            .column("declined", Type.INTEGER, count -> count.declined)
            .readBy(row -> {
                Count count = new Count(new Key(row.getString("team_id"), row.getString("domain")));
                count.created = row.getInt("created");
                count.accepted = row.getInt("accepted");
                count.declined = row.getInt("declined");
                return count;
            });

    private record Addressed(InvitationId id, String domain) {}

    private record Key(String team, String domain) {}

    private static final class Count {

        private final Key key;
        private int created;
        private int accepted;
        private int declined;

        private Count(Key key) {
            this.key = key;
        }

        private void on(InvitationEvent fact) {
            switch (fact) {
                case InvitationCreated _ -> created++;
                case InvitationAccepted _ -> accepted++;
                case InvitationDeclined _ -> declined++;
                default -> throw new IllegalArgumentException("%s does not count".formatted(fact));
            }
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
        counted.forEach(fact -> remember(fact, addressed));

        Rows<Key, Count> counts = workspace.of(COUNTS);
        counts.fetch(counted.stream()
                .map(fact -> key(fact, addressed))
                .filter(Objects::nonNull)
                .toList());
        for (InvitationEvent fact : counted) {
            Key key = key(fact, addressed);
            if (key != null) {
                counts.change(key, Count::new, count -> count.on(fact));
            }
        }
    }

    /** Without a default: whoever adds a kind of fact is asked here whether it counts. */
    private static boolean counts(InvitationEvent fact) {
        return switch (fact) {
            case InvitationCreated _, InvitationAccepted _, InvitationDeclined _ -> true;
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

    private static void remember(InvitationEvent fact, Rows<InvitationId, Addressed> addressed) {
        if (fact instanceof InvitationCreated created && created.invitee().email() != null) {
            String domain = EmailDomain.of(created.invitee().email()).value();
            addressed.put(fact.invitationId(), new Addressed(fact.invitationId(), domain));
        }
    }

    /** Null for an invitation to a user id. */
    private static Key key(InvitationEvent fact, Rows<InvitationId, Addressed> addressed) {
        Addressed of = addressed.get(fact.invitationId());
        return of == null ? null : new Key(fact.teamId().value(), of.domain);
    }
}
