package dev.usher.query;

import static dev.usher.query.RunningQuerySide.happen;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.Path;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Every state an invitation to an address can be in, and how it got there. */
public enum Life {
    PENDING,
    RESENT,
    BOUND,
    ACCEPTED,
    DECLINED,
    DELETED,
    EXPIRED,
    /** Its time passed, and nobody has recorded it. */
    OVERDUE;

    private static final Set<Life> NEVER_BOUND = Set.of(PENDING, RESENT, EXPIRED, OVERDUE);

    public boolean open() {
        return Set.of(PENDING, RESENT, BOUND).contains(this);
    }

    public boolean bound() {
        return !NEVER_BOUND.contains(this);
    }

    public int generation() {
        return this == RESENT ? 2 : 1;
    }

    /** Lets it happen in this world, with this user where one is bound. */
    public InvitationCreated live(World world, UserId invitee) {
        Instant now = World.now();
        Duration left = Set.of(EXPIRED, OVERDUE).contains(this) ? Duration.ofMinutes(-1) : Duration.ofDays(7);
        InvitationCreated created = world.invitation(Invitee.of(world.address), now.minusSeconds(3600), now.plus(left));
        InvitationId id = created.invitationId();
        TeamId team = world.team;
        happen(created);
        if (bound()) {
            happen(new InviteeBound(id, team, now, invitee, Path.SIGNED_IN));
        }
        InvitationEvent last = switch (this) {
            case RESENT -> new InvitationResent(id, team, now, 2, world.administrator.id(), created.expiresAt());
            case ACCEPTED -> new InvitationAccepted(id, team, now, invitee, created.role());
            case DECLINED -> new InvitationDeclined(id, team, now, invitee);
            case DELETED -> new InvitationDeleted(id, team, now, world.administrator.id());
            case EXPIRED -> new InvitationExpired(id, team, now);
            case PENDING, BOUND, OVERDUE -> null;
        };
        if (last != null) {
            happen(last);
        }
        return created;
    }
}
