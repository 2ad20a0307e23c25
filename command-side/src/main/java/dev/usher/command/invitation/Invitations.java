package dev.usher.command.invitation;

import static dev.usher.api.Refusal.Code.DUPLICATE_INVITATION;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.LanguageTag;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.api.invitation.DeleteInvitation;
import dev.usher.api.invitation.ExpireInvitation;
import dev.usher.api.invitation.RequestVerification;
import dev.usher.api.invitation.ResendInvitation;
import dev.usher.api.organization.InvitationResource;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.command.RefuseUnknown;
import dev.usher.command.invitation.Creations.Decision;
import dev.usher.command.invitation.InvitationState.NotCreated;
import dev.usher.command.invitation.InvitationState.Open;
import dev.usher.command.invitation.Places.Due;
import dev.usher.command.limit.LetterLimits;
import dev.usher.command.team.Teams;
import dev.usher.eventstore.StoredFact;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** Invitations as their own facts tell them, for those on the command side who know no more than an id. */
@Component
public class Invitations {

    private static final TeamId NOBODYS = new TeamId("-");

    private final EventStore log;
    private final CommandGateway commands;
    private final Places places;
    private final Standings standings;
    private final Teams teams;
    private final LetterLimits limits;
    private final Clock clock;

    Invitations(
            EventStore log,
            CommandGateway commands,
            Places places,
            Standings standings,
            Teams teams,
            LetterLimits limits,
            Clock clock) {
        this.log = log;
        this.commands = commands;
        this.places = places;
        this.standings = standings;
        this.teams = teams;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * @param generation of the only valid secret
     * @param issuedAt when that secret came into being
     * @param open whether it still can be bound and accepted
     * @param boundTo null while nobody is
     * @param message null or what the inviter wrote
     * @param channel whether letters may tell of it
     * @param acceptUrl null for the deployment's own page
     * @param locale null, or the language of its letters
     */
    public record Details(
            InvitationId id,
            TeamId teamId,
            Invitee invitee,
            Role role,
            String message,
            UserId createdBy,
            Channel channel,
            URI acceptUrl,
            LanguageTag locale,
            int generation,
            Instant issuedAt,
            Instant expiresAt,
            boolean open,
            UserId boundTo) {

        /** What its valid secret says: whoever signs it gets the same signature. */
        public InvitationToken token() {
            return InvitationToken.of(id, generation, issuedAt, expiresAt);
        }
    }

    /** Empty when there is none, or the id is that of something else. */
    public Optional<Details> find(InvitationId id) {
        InvitationState state = new NotCreated();
        for (InvitationEvent fact : facts(id)) {
            state = state.evolve(fact);
        }
        return state instanceof NotCreated ? Optional.empty() : Optional.of(details(state));
    }

    /** As its facts tell it now. Empty when there is none, or the id is that of something else. */
    public Optional<InvitationResource> resource(InvitationId id) {
        List<InvitationEvent> facts = facts(id);
        return facts.isEmpty() ? Optional.empty() : Optional.of(Portrait.of(facts, clock.instant()));
    }

    /** Whether one of its facts was caused by the request with this mark, by whichever try of it. */
    public boolean bears(InvitationId id, String attempt) {
        return log.readEvents(id.value())
                .asStream()
                .anyMatch(fact -> attempt.equals(fact.getMetaData().get(StoredFact.ATTEMPT)));
    }

    private List<InvitationEvent> facts(InvitationId id) {
        List<InvitationEvent> facts = new ArrayList<>();
        DomainEventStream stream = log.readEvents(id.value());
        while (stream.hasNext()) {
            if (stream.next().getPayload() instanceof InvitationEvent fact) {
                facts.add(fact);
            }
        }
        return facts;
    }

    /** Which of the team's open invitations has the place of this invitee. */
    public Optional<InvitationId> openFor(TeamId team, Invitee invitee) {
        return places.holder(team, invitee).map(Due::invitation);
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

    /** Asks for the letter that proves the invited address to this user. */
    void requestVerification(Details invitation, UserId user, URI portalEndpoint) {
        if (invitation.invitee().email() != null) { // otherwise there is no letter, only a refusal
            limits.spendVerification(user, invitation.invitee().email());
        }
        commands.sendAndWait(new RequestVerification(invitation.id(), user, portalEndpoint));
    }

    private boolean expireHolder(CreateInvitation wish) {
        return places.holder(wish.teamId(), wish.invitee())
                .filter(this::expired)
                .isPresent();
    }

    /** @return whether its time had passed */
    private boolean expired(Due holder) {
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
        List<Invitee> mailed =
                find(wish.invitationId())
                        .filter(found -> found.channel() == Channel.EMAIL)
                        .map(Details::invitee)
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
        if (decision.holder() == null || !expired(decision.holder())) {
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

    private Details details(InvitationState state) {
        Open known = state.known();
        InvitationCreated terms = known.terms();
        return new Details(
                terms.invitationId(),
                terms.teamId(),
                terms.invitee(),
                terms.role(),
                terms.message(),
                terms.createdBy(),
                terms.channel(),
                terms.acceptUrl(),
                terms.locale(),
                known.secret().generation(),
                known.secret().issuedAt(),
                known.secret().expiresAt(),
                state == known && !known.overdue(clock.instant()),
                known.boundTo());
    }
}
