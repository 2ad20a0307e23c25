package dev.usher.query.invitation;

import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.membership.MembershipInvitation;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.query.team.MembershipView;
import dev.usher.query.team.Teams;
import dev.usher.query.view.SeesWrites;
import dev.usher.web.Caller;
import dev.usher.web.MembershipDoor;
import java.time.Clock;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** One invitation, for those who may see it (seed 002). A deleted one is gone for everybody here. */
@MembershipDoor
@SeesWrites({InvitationView.NAME, MembershipView.NAME})
final class InvitationController {

    /** No team has this id: ours are UUIDs. */
    private static final TeamId NONE = new TeamId("none");

    private final Invitations invitations;
    private final Teams teams;
    private final InvitationTokens tokens;
    private final Clock clock;

    InvitationController(Invitations invitations, Teams teams, InvitationTokens tokens, Clock clock) {
        this.invitations = invitations;
        this.teams = teams;
        this.tokens = tokens;
        this.clock = clock;
    }

    @GetMapping("/membershipInvitation/{id}")
    MembershipInvitation find(Caller caller, @PathVariable("id") String given) {
        InvitationId id = new InvitationId(given);
        // Asked in any case: an answer that comes sooner would tell that there is no such invitation.
        TeamId team = invitations.teamOf(id).orElse(NONE);
        Optional<Invitation> found =
                teams.isAdministrator(team, caller) ? invitations.find(id) : invitations.findOwn(id, caller);
        return found.filter(invitation -> !invitation.deleted())
                .map(Invitation::words)
                .orElseThrow(() -> absent(id));
    }

    /** Whoever holds the letter may look, until somebody has decided: the state decides, the token only proves. */
    @PostMapping("/membershipInvitation/{id}")
    MembershipInvitation open(@PathVariable("id") String given, @RequestBody SignedTokenBody body) {
        InvitationId id = new InvitationId(given);
        InvitationToken token = tokens.opening(id, body);
        Invitation invitation =
                invitations.find(id).filter(found -> !found.deleted()).orElseThrow(() -> absent(id));
        if (token.generation() != invitation.generation()) {
            throw Refusal.Code.TOKEN_SUPERSEDED.because(
                    "this link was replaced by a newer one; use the link of the latest letter");
        }
        if (invitation.expired(clock.instant())) {
            throw Refusal.Code.TOKEN_EXPIRED.because("the invitation expired at %s; ask for a new one"
                    .formatted(invitation.words().expiresOn()));
        }
        if (!invitation.open(clock.instant())) {
            throw Refusal.Code.ALREADY_DECIDED.because("the invitation was already " + invitation.status());
        }
        return invitation.words();
    }

    /** One answer for all that is absent or not the caller's: it must not tell which ids exist. */
    @GetMapping("/membershipInvitation/{id}/inviteeVerificationSignedToken")
    SignedTokenBody verificationToken(Caller caller, @PathVariable("id") String given) {
        InvitationId id = new InvitationId(given);
        return invitations
                .find(id)
                .filter(invitation -> invitation.invitesAnAddressOf(caller)
                        && invitation.unbound()
                        && invitation.open(clock.instant()))
                .map(invitation -> tokens.proving(caller.id(), id, invitation.generation()))
                .orElseThrow(() -> Refusal.Code.NOT_THE_INVITEE.because(
                        "there is no open, unbound invitation %s to a verified address of yours".formatted(id)));
    }

    private static Refusal absent(InvitationId id) {
        return Refusal.Code.NOT_FOUND.because("there is no invitation %s that you may look at".formatted(id));
    }
}
