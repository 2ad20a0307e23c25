package dev.usher.command.invitation;

import static dev.usher.api.Refusal.Code.DOMAIN_NOT_ALLOWED;
import static dev.usher.api.Refusal.Code.INVITER_NOT_ADMINISTRATOR;
import static dev.usher.api.Refusal.Code.NO_SEAT_LEFT;
import static dev.usher.api.Refusal.Code.ROLE_ABOVE_OWN;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.Invitee;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.Roles;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.AcceptInvitation;
import dev.usher.command.RefuseUnknown;
import dev.usher.command.mail.LinkEndpoints;
import dev.usher.command.team.TeamRules;
import dev.usher.command.team.Teams;
import java.time.Instant;
import java.util.Collection;
import org.springframework.stereotype.Component;

/** Who may invite whom, and who may come: asked when an invitation is created, and again when it is accepted. */
@Component
class Eligibility {

    private final Teams teams;
    private final Users users;
    private final Roles roles;
    private final LinkEndpoints endpoints;

    Eligibility(Teams teams, Users users, Roles roles, LinkEndpoints endpoints) {
        this.teams = teams;
        this.users = users;
        this.roles = roles;
        this.endpoints = endpoints;
    }

    /**
     * What an inviter may give to these people.
     *
     * @throws dev.usher.api.Refusal NOT_FOUND, as if there were no such team, when they do not administer it
     */
    Invitable of(TeamId team, UserId inviter, Collection<Invitee> people) {
        // Asked once: who leaves between two looks would be an administrator without a role.
        Role own = teams.requireAdministrator(team, inviter);
        return new Invitable(team, own, roles, teams.rulesOf(team), Known.of(team, people, teams, users));
    }

    /** The seats that nobody has and no open invitation reserves; nobody else takes one until the end of the transaction. */
    long seatsLeft(TeamId team, TeamRules rules, Places places, Instant now) {
        return rules.seats() == null
                ? Long.MAX_VALUE
                : rules.seats() - teams.countAlone(team) - places.reserved(team, now);
    }

    /** Sent again by somebody who could create it now. Whom it invites cannot have become a member by it. */
    TeamRules checkResend(InvitationCreated terms, UserId resentBy) {
        Role own = teams.roleOf(terms.teamId(), resentBy)
                .filter(roles::administers)
                .orElseThrow(() -> RefuseUnknown.absent(terms.invitationId()));
        if (!roles.mayGive(own, terms.role())) {
            throw ROLE_ABOVE_OWN.because("you are %s of team %s and cannot invite anybody as %s"
                    .formatted(own, terms.teamId(), terms.role()));
        }
        TeamRules rules = teams.rulesOf(terms.teamId());
        if (terms.invitee().email() != null && !rules.allows(terms.invitee().email())) {
            throw notAllowed(terms.teamId(), rules);
        }
        if (terms.acceptUrl() != null) {
            // What was allowed once may not be any more, and then there would be no link to make.
            endpoints.require(
                    "the acceptUrl of this invitation", terms.acceptUrl().toString());
        }
        return rules;
    }

    /**
     * The right of the inviter, and of the invitee, as it is now.
     *
     * @param inviter who created it, or sent it again last: a colleague answers for what somebody began who left
     */
    void checkAcceptance(InvitationCreated terms, UserId inviter, AcceptInvitation wish) {
        Role own = teams.roleOfInviter(terms.teamId(), inviter)
                .filter(roles::administers)
                .orElseThrow(() -> INVITER_NOT_ADMINISTRATOR.because(
                        "who invited you is no longer an administrator of team %s; ask for a new invitation"
                                .formatted(terms.teamId())));
        if (!roles.mayGive(own, terms.role())) {
            throw ROLE_ABOVE_OWN.because("who invited you may not give the role %s any more; ask for a new invitation"
                    .formatted(terms.role()));
        }
        TeamRules rules = teams.rulesOf(terms.teamId());
        if (!isAllowed(rules, terms.invitee(), wish)) {
            throw notAllowed(terms.teamId(), rules);
        }
        if (rules.seats() != null && teams.countAlone(terms.teamId()) >= rules.seats()) {
            throw noSeatLeft(terms.teamId(), rules);
        }
    }

    static Refusal noSeatLeft(TeamId team, TeamRules rules) {
        return NO_SEAT_LEFT.because(
                "all %d seats of team %s are taken by members and open invitations".formatted(rules.seats(), team));
    }

    static Refusal notAllowed(TeamId team, TeamRules rules) {
        return DOMAIN_NOT_ALLOWED.because("team %s admits addresses of %s only"
                .formatted(team, rules.allowedDomains().stream().sorted().toList()));
    }

    /** By address: the invited one decides, whatever others the account has. */
    private static boolean isAllowed(TeamRules rules, Invitee invitee, AcceptInvitation wish) {
        EmailAddress invited = invitee.email();
        return invited != null
                ? rules.allows(invited)
                : rules.allowedDomains().isEmpty() || wish.addresses().stream().anyMatch(rules::allows);
    }
}
