package dev.usher.query;

import static dev.usher.query.RunningQuerySide.happen;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** A team of its own for each test, with an administrator and a plain member. */
public final class World {

    public final TeamId team = TeamId.next();
    public final Caller administrator = nobody();
    public final Caller member = nobody();
    public final EmailAddress address = new EmailAddress("ada.%s@x.org".formatted(UserId.next()));
    public final Caller owner = ownerOf(address);

    public World() {
        happen(
                new TeamFounded(team, now(), "Team", administrator.id()),
                new MemberAdmitted(team, now(), administrator.id(), Role.ADMIN),
                new MemberAdmitted(team, now(), member.id(), Role.MEMBER));
    }

    /** Somebody with an account and nothing else. */
    public static Caller nobody() {
        return new Caller(UserId.next(), Set.of(), Set.of());
    }

    public static Caller ownerOf(EmailAddress... emails) {
        return new Caller(UserId.next(), Set.of(emails), Set.of());
    }

    public static Caller with(SiteRole role) {
        return new Caller(UserId.next(), Set.of(), Set.of(role));
    }

    public static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The fact alone; nothing has happened yet. */
    public InvitationCreated invitation(Invitee invitee, Instant at, Instant expiresAt) {
        return new InvitationCreated(
                InvitationId.next(),
                team,
                at,
                invitee,
                Role.MEMBER,
                "Join us",
                administrator.id(),
                Channel.EMAIL,
                null,
                expiresAt,
                null,
                null);
    }

    public InvitationCreated invite(Invitee invitee) {
        InvitationCreated created = invitation(invitee, now(), now().plus(Duration.ofDays(7)));
        happen(created);
        return created;
    }
}
