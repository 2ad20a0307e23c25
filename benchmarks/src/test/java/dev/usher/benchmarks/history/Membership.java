package dev.usher.benchmarks.history;

import dev.usher.api.Fact;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What the command side asks of teams before it lets anybody invite: members by role, and one place for an invitee. */
final class Membership {

    private final Map<Member, Role> roles = new HashMap<>();
    private final Map<Guest, InvitationCreated> places = new HashMap<>();
    private final Map<InvitationId, InvitationCreated> terms = new HashMap<>();

    private record Member(TeamId team, UserId user) {}

    private record Guest(TeamId team, Invitee invitee) {}

    /** @throws AssertionError where it would have refused */
    void follow(Fact fact) {
        switch (fact) {
            case InvitationCreated f -> {
                terms.put(f.invitationId(), f);
                invite(f, f.createdBy());
            }
            case InvitationResent f -> {
                places.remove(guest(f.invitationId()));
                invite(terms.get(f.invitationId()), f.resentBy());
            }
            case InvitationDeleted f -> {
                require(Role.ADMIN.equals(roles.get(new Member(f.teamId(), f.deletedBy()))), f);
                places.remove(guest(f.invitationId()));
            }
            case InvitationAccepted f -> places.remove(guest(f.invitationId()));
            case InvitationDeclined f -> places.remove(guest(f.invitationId()));
            case InvitationExpired f -> places.remove(guest(f.invitationId()));
            case MemberAdmitted f -> require(roles.put(new Member(f.teamId(), f.userId()), f.role()) == null, f);
            default -> {}
        }
    }

    private void invite(InvitationCreated fact, UserId by) {
        require(Role.ADMIN.equals(roles.get(new Member(fact.teamId(), by))), fact);
        require(!roles.containsKey(new Member(fact.teamId(), fact.invitee().userId())), fact);
        require(places.put(guest(fact.invitationId()), fact) == null, fact);
    }

    private Guest guest(InvitationId id) {
        return new Guest(terms.get(id).teamId(), terms.get(id).invitee());
    }

    /** Of the invitations that have a place. */
    Collection<InvitationCreated> open() {
        return places.values();
    }

    private static void require(boolean allowed, Fact fact) {
        if (!allowed) {
            throw new AssertionError("nobody could have wished for " + fact);
        }
    }
}
