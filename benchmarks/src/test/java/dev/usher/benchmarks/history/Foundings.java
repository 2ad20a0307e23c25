package dev.usher.benchmarks.history;

import dev.usher.api.Role;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.MembershipId;
import java.time.Instant;

/** The founding of all teams, the biggest first. Most are there after the first days, the others come over the year. */
final class Foundings implements Course {

    private static final double EARLY = 0.5;
    private static final double FIRST_DAYS = 0.1;

    private final World world;
    private final TeamSizes sizes;
    private final TeamId biggest;
    private final UserId itsFounder;
    private int left;
    private int founded;
    private double share;
    private long due;

    Foundings(World world, History history) {
        this.world = world;
        this.sizes = new TeamSizes(history.invitations(), history.seed());
        this.left = TeamSizes.count(history.invitations(), history.seed());
        this.biggest = history.biggestTeam();
        this.itsFounder = history.founder();
        this.due = world.rhythm().at(0);
    }

    @Override
    public long due() {
        return due;
    }

    @Override
    public boolean proceed(Timeline timeline) {
        Team team = found(timeline);
        timeline.follow(new Inviting(world, team, due, moment(share)));
        left--;
        if (left > 0) {
            share = world.chance().firstOf(left, share);
            due = Math.max(due, world.rhythm().at(moment(share)));
        }
        return left > 0;
    }

    private Team found(Timeline timeline) {
        boolean first = founded == 0;
        TeamId id = first ? biggest : new TeamId(world.chance().id(due));
        UserId founder = first ? itsFounder : world.crowd().account(due);
        Instant at = Instant.ofEpochMilli(due);
        String request = timeline.request();
        Team team = new Team(id, founded, sizes.next(), founder, world.chance());
        founded++;
        timeline.tell("Team", id.value(), 0, new TeamFounded(id, at, "Team " + founded, founder), request);
        timeline.tell(
                "Membership",
                new MembershipId(id, founder).toString(),
                0,
                new MemberAdmitted(id, at, founder, Role.ADMIN),
                request);
        return team;
    }

    /** So that what all invite grows by half over the year: who comes late has little time left to invite in. */
    private static double moment(double share) {
        return share < EARLY
                ? share / EARLY * FIRST_DAYS
                : FIRST_DAYS + (1 - FIRST_DAYS) * (1 - StrictMath.sqrt((1 - share) / (1 - EARLY)));
    }
}
