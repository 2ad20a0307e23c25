package dev.usher.benchmarks.history;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.InviteeRegistered;
import dev.usher.api.InvitationEvent.InviteeVerified;
import dev.usher.api.InvitationEvent.Path;
import dev.usher.api.InvitationEvent.Proof;
import dev.usher.api.InvitationEvent.RegistrationStarted;
import dev.usher.api.InvitationEvent.VerificationRequested;
import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How an invitee comes to own the invitation: signed in or newly registered, in one step with the answer or before it. */
final class Approach {

    private static final URI PORTAL = URI.create("https://portal.example.org/verify");
    private static final Duration USUAL_PAUSE = Duration.ofMinutes(2);

    private final Chance chance;
    private final Crowd crowd;
    private final InvitationId id;
    private final TeamId team;
    private final List<InvitationEvent> facts;
    private UserId account;
    private UserId bound;

    /**
     * @param account of the invitee; null where they have none yet, or none that anybody knows of
     * @param facts where it adds what it causes
     */
    Approach(World world, InvitationCreated terms, UserId account, List<InvitationEvent> facts) {
        this.chance = world.chance();
        this.crowd = world.crowd();
        this.id = terms.invitationId();
        this.team = terms.teamId();
        this.facts = facts;
        this.account = account;
        this.bound = terms.invitee().userId();
    }

    /** Whose it is at that moment, which it becomes now or shortly before. */
    UserId bound(long since, long at) {
        if (bound == null) {
            bind(since, chance.happens(0.6) ? at : at - pause(since, at));
        }
        return bound;
    }

    /** Some begin and do not go on. */
    void half(long since, long until) {
        long at = since + (long) (chance.share() * (until - since));
        if (bound == null && chance.happens(0.04)) {
            if (account == null && chance.happens(0.5)) {
                facts.add(new RegistrationStarted(id, team, time(at)));
            } else {
                bind(since, at);
            }
        }
    }

    private void bind(long since, long at) {
        Path path = Path.SIGNED_IN;
        Proof proof = Proof.ACCOUNT_ADDRESS;
        if (account == null && chance.happens(0.15)) {
            register(since, at - pause(since, at));
            path = Path.REGISTERED;
        } else if (account == null) {
            account = crowd.account(since);
            if (chance.happens(0.08)) {
                facts.add(new VerificationRequested(
                        id, team, time(at - pause(since, at)), account, generation(), PORTAL));
                proof = Proof.MAILED_TOKEN;
            }
        }
        facts.add(new InviteeVerified(id, team, time(at), account, proof));
        facts.add(new InviteeBound(id, team, time(at), account, path));
        bound = account;
    }

    private void register(long since, long at) {
        account = new UserId(chance.id(at));
        facts.add(new RegistrationStarted(id, team, time(at - pause(since, at))));
        facts.add(new InviteeRegistered(id, team, time(at), account));
    }

    private int generation() {
        return 1
                + (int) facts.stream()
                        .filter(InvitationEvent.InvitationResent.class::isInstance)
                        .count();
    }

    /** Never longer than half of the time there is. */
    private long pause(long since, long at) {
        return Math.min((at - since) / 2, (long) chance.logNormal(USUAL_PAUSE.toMillis(), 0.8));
    }

    private static Instant time(long at) {
        return Instant.ofEpochMilli(at);
    }
}
