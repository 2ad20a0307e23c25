package dev.usher.benchmarks.history;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.UserId;
import dev.usher.api.team.MembershipId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An invitation under way: its planned facts happen, one request at a time. */
final class InvitationLife implements Course {

    private final Team team;
    private final Person person;
    private final Crowd crowd;
    private final List<InvitationEvent> plan;
    private int happened;
    private boolean open;
    private boolean accepted;
    private UserId boundTo;
    private Instant expiresAt;

    /** @param plan from the creation on, in the order of time */
    InvitationLife(Team team, Person person, Crowd crowd, List<InvitationEvent> plan) {
        this.team = team;
        this.person = person;
        this.crowd = crowd;
        this.plan = plan;
    }

    @Override
    public long due() {
        return plan.get(happened).at().toEpochMilli();
    }

    /** What is of the same moment is of the same request. */
    @Override
    public boolean proceed(Timeline timeline) {
        Instant now = plan.get(happened).at();
        String request = timeline.request();
        while (happened < plan.size() && plan.get(happened).at().equals(now)) {
            InvitationEvent fact = plan.get(happened);
            timeline.tell(
                    "Invitation",
                    fact.invitationId().value(),
                    happened,
                    fact,
                    PastFact.isAutomatic(fact) ? null : request);
            happened++;
            follow(fact);
            if (fact instanceof InvitationAccepted yes) {
                admit(yes, timeline, request);
            }
        }
        boolean goesOn = happened < plan.size();
        if (!goesOn && !accepted) {
            team.lapsed(boundTo == null ? person : person.with(boundTo));
        }
        return goesOn;
    }

    /** Empty unless it is open. */
    Optional<Place> place() {
        return open
                ? Optional.of(new Place((InvitationCreated) plan.getFirst(), boundTo, expiresAt))
                : Optional.empty();
    }

    private void follow(InvitationEvent fact) {
        switch (fact) {
            case InvitationCreated created -> {
                open = true;
                boundTo = created.invitee().userId();
                expiresAt = created.expiresAt();
            }
            case InvitationResent resent -> {
                open = true;
                expiresAt = resent.expiresAt();
            }
            case InviteeBound bound -> boundTo = bound.userId();
            case InvitationAccepted _, InvitationDeclined _, InvitationDeleted _, InvitationExpired _ -> open = false;
            default -> {}
        }
    }

    private void admit(InvitationAccepted yes, Timeline timeline, String request) {
        accepted = true;
        UserId user = yes.userId();
        timeline.tell(
                "Membership",
                new MembershipId(team.id, user).toString(),
                0,
                new MemberAdmitted(team.id, yes.at(), user, yes.role()),
                request);
        team.admit(user, yes.role());
        crowd.remember(person.with(user), team.id);
    }
}
