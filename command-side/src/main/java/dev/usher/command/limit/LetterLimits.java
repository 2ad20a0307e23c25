package dev.usher.command.limit;

import dev.usher.api.EmailAddress;
import dev.usher.api.Invitee;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.command.team.Teams;
import dev.usher.web.limit.Charge;
import dev.usher.web.limit.LimitSettings;
import dev.usher.web.limit.LimitSettings.InvitationLetter;
import dev.usher.web.limit.LimitSettings.VerificationLetter;
import dev.usher.web.limit.Limits;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How many letters somebody may cause, and somebody may get. Charged before the wish that causes the letter, outside of
 * its transaction: a wish that is refused later has been charged, a wish that is refused here was charged nothing.
 */
@Component
public class LetterLimits {

    private final Limits limits;
    private final LimitSettings settings;
    private final Teams teams;

    LetterLimits(Limits limits, LimitSettings settings, Teams teams) {
        this.limits = limits;
        this.settings = settings;
        this.teams = teams;
    }

    /**
     * For a letter that invites, or invites again.
     *
     * @throws Refusal TOO_MANY_REQUESTS with the time to wait; NOT_FOUND unless the inviter administers the team
     */
    public void spend(UserId inviter, TeamId team, Invitee recipient) {
        requireAdministrator(inviter, team);
        limits.spend(
                invitation(teams.answerable(team, inviter), team, recipient).toArray(Charge[]::new));
    }

    /**
     * For many letters at once, with as many statements as for one. Each is charged, or refused, as if it were alone.
     *
     * @return for each of the recipients, in their order, why no letter may go there (TOO_MANY_REQUESTS), or empty
     * @throws Refusal NOT_FOUND unless the inviter administers the team
     */
    public List<Optional<Refusal>> spend(UserId inviter, TeamId team, List<Invitee> recipients) {
        requireAdministrator(inviter, team);
        UserId answerable = teams.answerable(team, inviter);
        return limits.spend(recipients.stream()
                .map(recipient -> invitation(answerable, team, recipient))
                .toList());
    }

    /**
     * For letters that will not be written after all: nobody uses up what others may send to a recipient by wishes that are
     * refused. What inviter and team spent stays spent.
     */
    public void giveBack(List<Invitee> recipients) {
        limits.giveBack(recipients.stream().map(this::toRecipient).toList());
    }

    /**
     * For a letter that proves an invited address to whoever says that it is theirs.
     *
     * @throws Refusal TOO_MANY_REQUESTS with the time to wait
     */
    public void spendVerification(UserId caller, EmailAddress recipient) {
        VerificationLetter limit = settings.verificationLetter();
        limits.spend(
                new Charge("verification letters that you asked for", limit.byCaller(), caller.value()),
                new Charge("verification letters to this address", limit.byRecipient(), recipient.value()));
    }

    /**
     * For a letter that lets an address register, which anybody may ask for. Whether the address has an account makes no
     * difference.
     *
     * @throws Refusal TOO_MANY_REQUESTS with the time to wait
     */
    public void spendRegistration(EmailAddress recipient) {
        limits.spend(new Charge(
                "letters to this address", settings.registrationLetter().byRecipient(), recipient.value()));
    }

    /** What a team may send is for its administrators to use up, not for everybody who knows its id. */
    private void requireAdministrator(UserId inviter, TeamId team) {
        teams.requireAdministrator(team, inviter);
    }

    private List<Charge> invitation(UserId inviter, TeamId team, Invitee recipient) {
        InvitationLetter limit = settings.invitationLetter();
        return List.of(
                new Charge("invitations by you", limit.byInviter(), inviter.value()),
                new Charge("invitations by this team", limit.byTeam(), team.value()),
                toRecipient(recipient));
    }

    private Charge toRecipient(Invitee recipient) {
        String to = recipient.email() == null
                ? recipient.userId().value()
                : recipient.email().value();
        return new Charge(
                "invitations to this recipient", settings.invitationLetter().byRecipient(), to);
    }
}
