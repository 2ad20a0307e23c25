package dev.usher.benchmarks.history;

import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import java.time.Duration;
import java.time.Instant;

/** The inviting of one team: in bursts, of a few people in small teams, and now and then of a whole list in large ones. */
final class Inviting implements Course {

    private static final int LARGE = 1_000;
    private static final double USUAL_BURST = 3;
    private static final Integer[] DAYS = {1, 14, 14, 30};
    private static final int USUAL_DAYS = 7;
    private static final String[] MESSAGES = {"Welcome to the team!", "See you on Monday.", "As discussed."};

    private final World world;
    private final Team team;
    private int left;
    private int inBurst;
    private boolean listed;
    private double share;
    private long due;

    /** @param share of the year's inviting that is over */
    Inviting(World world, Team team, long founded, double share) {
        this.world = world;
        this.team = team;
        this.left = team.size;
        this.due = founded;
        this.due = after(Duration.ofMinutes(20), 1.2);
        this.share = share;
        beginBurst();
    }

    @Override
    public long due() {
        return due;
    }

    @Override
    public boolean proceed(Timeline timeline) {
        invite(timeline);
        left--;
        inBurst--;
        if (left == 0) {
            return false;
        }
        if (inBurst > 0) {
            due = listed ? due : after(Duration.ofSeconds(25), 1);
        } else {
            int bursts = (int) Math.ceil(left / USUAL_BURST);
            share = world.chance().firstOf(bursts, share);
            due = Math.max(due, world.rhythm().at(share));
            beginBurst();
        }
        return true;
    }

    private void beginBurst() {
        listed = team.size > LARGE && world.chance().happens(0.003);
        inBurst = 1
                + (int)
                        (listed
                                ? world.chance().logNormal(150, 0.7)
                                : world.chance().logNormal(1.8, 0.9));
    }

    /** Those who are still to be invited must find time before the end. */
    private long after(Duration usual, double spread) {
        long pause = (long) world.chance().logNormal(usual.toMillis(), spread);
        return due + Math.min(pause, (world.end() - due - 1) / (left + 1));
    }

    private void invite(Timeline timeline) {
        Person person = somebody();
        InvitationCreated terms = terms(person);
        InvitationLife life =
                new InvitationLife(team, person, world.crowd(), new Plan(world, team, person, terms).facts());
        if (life.proceed(timeline)) {
            timeline.follow(life);
        }
    }

    private Person somebody() {
        Chance chance = world.chance();
        Person known = chance.happens(0.3)
                ? team.takeLapsed()
                : chance.happens(0.15) ? world.crowd().memberElsewhere(team.id) : null;
        if (known != null) {
            return known;
        }
        return chance.happens(0.11) ? world.crowd().user(due) : world.crowd().stranger(team.domain);
    }

    private InvitationCreated terms(Person person) {
        Chance chance = world.chance();
        Instant at = Instant.ofEpochMilli(due);
        return new InvitationCreated(
                new InvitationId(chance.id(due)),
                team.id,
                at,
                person.address() == null ? Invitee.of(person.account()) : Invitee.of(person.address()),
                team.role(chance),
                chance.happens(0.03) ? chance.one(MESSAGES) : null,
                team.creator(chance),
                chance.happens(0.05) ? Channel.LINK : Channel.EMAIL,
                null,
                at.plus(Duration.ofDays(chance.happens(0.85) ? USUAL_DAYS : chance.one(DAYS))),
                null,
                null);
    }
}
