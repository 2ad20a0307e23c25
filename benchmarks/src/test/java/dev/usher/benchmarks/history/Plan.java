package dev.usher.benchmarks.history;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationEvent.InvitationMailFailed;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What will become of an invitation: planned at once, by the rules of its aggregate. */
final class Plan {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final int MOST_LETTERS = 3;
    private static final double UNDELIVERABLE = 0.015;

    private final Chance chance;
    private final Team team;
    private final InvitationCreated terms;
    private final InvitationId id;
    private final Approach approach;
    private final List<InvitationEvent> facts = new ArrayList<>(8);

    /** What its invitee, or its team, will do about it: at least they mean to. */
    private enum Intent {
        ACCEPT,
        DECLINE,
        DELETE,
        NOTHING
    }

    /** The time during which one secret is valid. */
    private record Validity(int generation, long since, long until) {}

    Plan(World world, Team team, Person person, InvitationCreated terms) {
        this.chance = world.chance();
        this.team = team;
        this.terms = terms;
        this.id = terms.invitationId();
        this.approach = new Approach(world, terms, person.account(), facts);
    }

    /** In the order of time. */
    List<InvitationEvent> facts() {
        facts.add(terms);
        Validity validity =
                new Validity(1, terms.at().toEpochMilli(), terms.expiresAt().toEpochMilli());
        while (validity != null) {
            validity = live(validity);
        }
        facts.sort(Comparator.comparing(InvitationEvent::at));
        return facts;
    }

    /** @return the next one, when it is sent again; otherwise null */
    private Validity live(Validity now) {
        boolean delivered = terms.channel() == Channel.LINK || deliver(now);
        Intent intent = intent(delivered);
        long at = now.since() + delay(intent);
        if (chance.happens(delivered ? 0.035 : 0.4)) {
            long again = now.since() + (long) chance.logNormal(1.5 * DAY, 0.7);
            if (again < Math.min(at, now.until()) && now.generation() < MOST_LETTERS) {
                return resend(now, again);
            }
        }
        if (intent != Intent.NOTHING && at < now.until()) {
            end(intent, at, now.since());
            return null;
        }
        return lapse(now);
    }

    private boolean deliver(Validity now) {
        boolean delivered = !chance.happens(UNDELIVERABLE);
        Instant at = time(now.since() + 300 + (long) chance.logNormal(delivered ? 2_500 : 20_000, 0.8));
        facts.add(
                delivered
                        ? new InvitationMailed(id, team.id, at, now.generation())
                        : new InvitationMailFailed(id, team.id, at, now.generation(), "550 5.1.1 no such mailbox"));
        return delivered;
    }

    private Intent intent(boolean delivered) {
        double share = chance.share();
        if (!delivered) {
            return share < 0.4 ? Intent.DELETE : Intent.NOTHING;
        }
        return share < 0.55
                ? Intent.ACCEPT
                : share < 0.592 ? Intent.DECLINE : share < 0.64 ? Intent.DELETE : Intent.NOTHING;
    }

    private long delay(Intent intent) {
        return switch (intent) {
            case ACCEPT -> Math.max(MINUTE, (long) chance.logNormal(5 * HOUR, 1.5));
            case DECLINE, DELETE -> Math.max(MINUTE, (long) chance.logNormal(14 * HOUR, 1.5));
            case NOTHING -> Long.MAX_VALUE / 2;
        };
    }

    private void end(Intent intent, long at, long since) {
        switch (intent) {
            case ACCEPT ->
                facts.add(new InvitationAccepted(id, team.id, time(at), approach.bound(since, at), terms.role()));
            case DECLINE -> facts.add(new InvitationDeclined(id, team.id, time(at), approach.bound(since, at)));
            case DELETE -> facts.add(new InvitationDeleted(id, team.id, time(at), team.creator(chance)));
            case NOTHING -> throw new IllegalStateException("nothing ends nothing");
        }
    }

    /** Time passes, the sweep comes by once a minute; some are asked again after that. */
    private Validity lapse(Validity now) {
        approach.half(now.since(), now.until());
        long expired = now.until() + (long) (chance.share() * MINUTE);
        facts.add(new InvitationExpired(id, team.id, time(expired)));
        return now.generation() < MOST_LETTERS && chance.happens(0.06)
                ? resend(now, expired + HOUR / 2 + (long) chance.logNormal(1.5 * DAY, 1))
                : null;
    }

    private Validity resend(Validity now, long at) {
        Validity next = new Validity(now.generation() + 1, at, at + 7 * DAY);
        facts.add(new InvitationResent(
                id, team.id, time(at), next.generation(), team.creator(chance), time(next.until())));
        return next;
    }

    private static Instant time(long at) {
        return Instant.ofEpochMilli(at);
    }
}
