package dev.usher.command.invitation;

import static dev.usher.api.Refusal.Code.DUPLICATE_INVITATION;

import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.api.invitation.DeleteInvitation;
import dev.usher.api.invitation.ExpireInvitation;
import dev.usher.api.invitation.ResendInvitation;
import dev.usher.command.RefuseUnknown;
import dev.usher.command.invitation.Creations.Decision;
import dev.usher.command.invitation.Invitations.Details;
import dev.usher.command.invitation.Places.Due;
import dev.usher.command.limit.LetterLimits;
import dev.usher.command.team.Teams;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.stereotype.Component;

/**
 * Wishes about invitations, with what has to be asked and charged before their transaction begins: who has nothing to do with an
 * invitation is refused before it is loaded (ADR 0024), and letters are limited (ADR 0014). What is then allowed, {@link Creations}
 * and {@link Invitation} decide.
 */
@Component
public class InvitationCommands {

    private static final TeamId NOBODYS = new TeamId("-");

    private final CommandGateway commands;
    private final Invitations invitations;
    private final Places places;
    private final Standings standings;
    private final Teams teams;
    private final LetterLimits limits;
    private final Clock clock;

    InvitationCommands(
            CommandGateway commands,
            Invitations invitations,
            Places places,
            Standings standings,
            Teams teams,
            LetterLimits limits,
            Clock clock) {
        this.commands = commands;
        this.invitations = invitations;
        this.places = places;
        this.standings = standings;
        this.teams = teams;
        this.limits = limits;
        this.clock = clock;
    }

    /** Creates; an invitation whose time passed unnoticed does not stand in the way: it is expired first. */
    public InvitationCreated create(CreateInvitation wish) {
        if (wish.channel() != Channel.EMAIL) {
            return createInPlaceOfExpired(wish);
        }
        limits.spend(wish.createdBy(), wish.teamId(), wish.invitee());
        return orGiveBack(() -> List.of(wish.invitee()), () -> createInPlaceOfExpired(wish));
    }

    /** Whatever went wrong: at worst a recipient may get one letter more. */
    private <T> T orGiveBack(Supplier<List<Invitee>> charged, Supplier<T> wish) {
        try {
            return wish.get();
        } catch (RuntimeException failure) {
            try {
                limits.giveBack(charged.get());
            } catch (RuntimeException another) {
                failure.addSuppressed(another);
            }
            throw failure;
        }
    }

    private InvitationCreated createInPlaceOfExpired(CreateInvitation wish) {
        try {
            return commands.sendAndWait(wish);
        } catch (Refusal duplicate) {
            if (duplicate.code() != DUPLICATE_INVITATION || !expireHolder(wish)) {
                throw duplicate;
            }
            return commands.sendAndWait(wish);
        }
    }

    private boolean expireHolder(CreateInvitation wish) {
        return places.holder(wish.teamId(), wish.invitee())
                .filter(this::expireIfOverdue)
                .isPresent();
    }

    /** @return whether its time had passed */
    private boolean expireIfOverdue(Due holder) {
        if (holder == Due.FIRST || holder.expiresAt().isAfter(clock.instant())) {
            return false;
        }
        commands.sendAndWait(new ExpireInvitation(holder.invitation()));
        return true;
    }

    /**
     * Creates many of one inviter for one team, in one transaction: those that are refused do no harm to the others.
     *
     * @return for each wish what became of it, in their order
     * @throws Refusal NOT_FOUND for all of them, as if there were no such team
     */
    public List<Outcome> create(CreateInvitations wishes) {
        Map<InvitationId, Refusal> limited = limited(wishes);
        List<CreateInvitation> allowed = wishes.wishes().stream()
                .filter(wish -> !limited.containsKey(wish.invitationId()))
                .toList();
        Map<InvitationId, Outcome> outcomes = new HashMap<>();
        limited.forEach((id, refusal) -> outcomes.put(id, new Outcome(null, refusal)));
        Supplier<List<Invitee>> withoutLetter = () -> mailed(allowed.stream()
                .filter(wish -> !outcomes.containsKey(wish.invitationId())
                        || outcomes.get(wish.invitationId()).refusal() != null)
                .toList());
        orGiveBack(withoutLetter, () -> {
            decide(wishes, allowed, outcomes);
            return null;
        });
        limits.giveBack(withoutLetter.get());
        return wishes.wishes().stream()
                .map(wish -> outcomes.get(wish.invitationId()))
                .toList();
    }

    private void decide(CreateInvitations wishes, List<CreateInvitation> allowed, Map<InvitationId, Outcome> outcomes) {
        List<Decision> decisions =
                commands.sendAndWait(new CreateInvitations(wishes.teamId(), wishes.createdBy(), allowed));
        for (int i = 0; i < allowed.size(); i++) {
            outcomes.put(allowed.get(i).invitationId(), outcome(allowed.get(i), decisions.get(i)));
        }
    }

    private static Stream<CreateInvitation> byMail(List<CreateInvitation> wishes) {
        return wishes.stream().filter(wish -> wish.channel() == Channel.EMAIL);
    }

    private static List<Invitee> mailed(List<CreateInvitation> wishes) {
        return byMail(wishes).map(CreateInvitation::invitee).toList();
    }

    /** Those to whom no letter may go now. */
    private Map<InvitationId, Refusal> limited(CreateInvitations wishes) {
        List<CreateInvitation> byMail = byMail(wishes.wishes()).toList();
        List<Optional<Refusal>> answers = limits.spend(wishes.createdBy(), wishes.teamId(), mailed(wishes.wishes()));
        Map<InvitationId, Refusal> limited = new HashMap<>();
        for (int i = 0; i < byMail.size(); i++) {
            InvitationId id = byMail.get(i).invitationId();
            answers.get(i).ifPresent(refusal -> limited.put(id, refusal));
        }
        return limited;
    }

    /** @throws Refusal as if it did not exist, for who does not administer its team; TOO_MANY_REQUESTS */
    public void resend(ResendInvitation wish) {
        Standing standing = standings.of(wish.invitationId(), wish.resentBy(), Set.of());
        // Both are asked in any case, or the time of the answer would tell which of them is not so.
        boolean administers = teams.isAdministrator(wish.teamId(), wish.resentBy());
        if (!standing.isIn(wish.teamId()) || !administers) {
            throw RefuseUnknown.absent(wish.invitationId());
        }
        List<Invitee> mailed = invitations
                .find(wish.invitationId())
                .filter(found -> found.channel() == Channel.EMAIL)
                .map(Details::invitee)
                .filter(invitee -> !invitee.wasForgotten())
                .stream()
                .toList();
        mailed.forEach(invitee -> limits.spend(wish.resentBy(), wish.teamId(), invitee));
        orGiveBack(() -> mailed, () -> commands.sendAndWait(wish));
    }

    /** @throws Refusal as if it did not exist, for who neither administers its team nor has bound it */
    public void delete(DeleteInvitation wish) {
        delete(wish, _ -> true);
    }

    /** @param shown whether the caller's form of the contract has such an invitation at all */
    void delete(DeleteInvitation wish, Predicate<Standing> shown) {
        Standing standing = standings.of(wish.invitationId(), wish.deletedBy(), Set.of());
        TeamId team = wish.teamId() != null ? wish.teamId() : standing.team() != null ? standing.team() : NOBODYS;
        boolean administers = teams.isAdministrator(team, wish.deletedBy());
        if (!standing.isIn(team) || !shown.test(standing) || !administers && !standing.bound()) {
            throw RefuseUnknown.absent(wish.invitationId());
        }
        commands.sendAndWait(wish);
    }

    private Outcome outcome(CreateInvitation wish, Decision decision) {
        if (decision.holder() == null || !expireIfOverdue(decision.holder())) {
            return Outcome.of(decision);
        }
        try {
            return new Outcome(createInPlaceOfExpired(wish).invitationId(), null);
        } catch (Refusal refusal) {
            return new Outcome(null, refusal);
        }
    }

    /**
     * What became of one of many wishes.
     *
     * @param invitation that was created, or has the place; null where there is none
     * @param refusal null when it was created
     */
    public record Outcome(InvitationId invitation, Refusal refusal) {

        private static Outcome of(Decision decision) {
            if (decision.fact() != null) {
                return new Outcome(decision.fact().invitationId(), null);
            }
            Due holder = decision.holder();
            return new Outcome(holder == null || holder == Due.FIRST ? null : holder.invitation(), decision.refusal());
        }
    }
}
