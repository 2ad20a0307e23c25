package dev.usher.command.team;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.usher.api.Roles;
import dev.usher.api.TeamEvent;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.team.AdmitMember;
import dev.usher.api.team.LeaveTeam;
import dev.usher.api.team.MembershipId;
import java.time.Clock;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/**
 * One user's belonging to one team, for as often as they join and leave. A stream of its own, so that a team of a
 * million members admits as fast as a new one (ADR 0008). The table that the rules ask is written in the same
 * transaction as the fact.
 */
@Aggregate(type = "Membership")
class Membership {

    @AggregateIdentifier
    private MembershipId membershipId;

    private MembershipState state = new MembershipState.Outside();

    Membership() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void admit(AdmitMember wish, Members members, Clock clock) {
        if (state instanceof MembershipState.Inside) {
            return;
        }
        MembershipId id = wish.membershipId();
        MemberAdmitted admitted = new MemberAdmitted(id.teamId(), clock.instant(), id.userId(), wish.role());
        // Another process may have admitted them since this stream was read; then its fact stands for both.
        if (members.add(admitted)) {
            apply(admitted);
        }
    }

    @CommandHandler
    void leave(LeaveTeam wish, Members members, Roles roles, Clock clock) {
        if (!(state instanceof MembershipState.Inside inside)) {
            return;
        }
        if (roles.administers(inside.role())) {
            members.requireAnotherAdministrator(wish.membershipId());
        }
        members.remove(wish.membershipId());
        apply(new MemberLeft(
                wish.membershipId().teamId(),
                clock.instant(),
                wish.membershipId().userId()));
    }

    @EventSourcingHandler
    void on(TeamEvent fact) {
        state = state.evolve(fact);
        if (fact instanceof MemberAdmitted admitted) {
            membershipId = new MembershipId(admitted.teamId(), admitted.userId());
        }
    }
}
