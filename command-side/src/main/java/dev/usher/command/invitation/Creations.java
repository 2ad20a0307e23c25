package dev.usher.command.invitation;

import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.command.invitation.Places.Due;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The rules of creating, for one invitation or for hundreds of one inviter, in the same few statements. */
@Component
class Creations {

    private final Eligibility eligibility;
    private final Places places;
    private final Clock clock;

    Creations(Eligibility eligibility, Places places, Clock clock) {
        this.eligibility = eligibility;
        this.places = places;
        this.clock = clock;
    }

    /**
     * Either the fact or the refusal is null.
     *
     * @param fact what is so from now on
     * @param refusal why it is not
     * @param holder which invitation has the place; null where that is not the reason
     */
    record Decision(InvitationCreated fact, Refusal refusal, Due holder) {

        Decision(Refusal refusal) {
            this(null, refusal, null);
        }

        InvitationCreated orThrow() {
            if (refusal != null) {
                throw refusal;
            }
            return fact;
        }
    }

    InvitationCreated decide(CreateInvitation wish) {
        return decide(wish.teamId(), wish.createdBy(), List.of(wish)).getFirst().orThrow();
    }

    /**
     * Takes the places of those that may be, in the transaction under way.
     *
     * @return for each wish what became of it, in their order
     * @throws Refusal NOT_FOUND for all of them, as if there were no such team
     */
    List<Decision> decide(TeamId team, UserId inviter, List<CreateInvitation> wishes) {
        Instant now = clock.instant();
        Invitable invitable = eligibility.of(
                team, inviter, wishes.stream().map(CreateInvitation::invitee).toList());
        List<Decision> decisions =
                wishes.stream().map(wish -> judge(wish, invitable, now)).toList();
        long seats = eligibility.seatsLeft(team, invitable.rules(), places, now);
        List<InvitationCreated> possible = decisions.stream()
                .filter(decision -> decision.fact() != null)
                .map(Decision::fact)
                .toList();
        Map<InvitationId, Decision> late = new HashMap<>();
        places.take(team, possible)
                .forEach((id, holder) -> late.put(id, new Decision(null, Places.duplicate(team, holder), holder)));
        possible.stream()
                .map(InvitationCreated::invitationId)
                .filter(id -> !late.containsKey(id))
                .skip(Math.max(0, seats))
                .toList()
                .forEach(id -> {
                    places.free(id);
                    late.put(id, new Decision(Eligibility.noSeatLeft(team, invitable.rules())));
                });
        return decisions.stream()
                .map(decision -> decision.fact() == null
                        ? decision
                        : late.getOrDefault(decision.fact().invitationId(), decision))
                .toList();
    }

    private static Decision judge(CreateInvitation wish, Invitable invitable, Instant now) {
        try {
            invitable.check(wish);
            return new Decision(fact(wish, now), null, null);
        } catch (Refusal refusal) {
            return new Decision(refusal);
        }
    }

    private static InvitationCreated fact(CreateInvitation wish, Instant now) {
        return new InvitationCreated(
                wish.invitationId(),
                wish.teamId(),
                now,
                wish.invitee(),
                wish.role(),
                wish.message(),
                wish.createdBy(),
                wish.channel(),
                wish.acceptUrl(),
                Expiry.of(wish.expiresAt(), now),
                wish.locale(),
                wish.metadata());
    }
}
