package dev.usher.command.invitation;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.InviteeForgotten;
import dev.usher.api.InvitationEvent.InviteeVerified;
import dev.usher.api.InvitationEvent.Path;
import dev.usher.api.InvitationEvent.Proof;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.CreateInvitation;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Lives of an invitation up to each state, as their facts. */
final class Lives {

    static final Instant CREATED = Instant.parse("2026-03-01T10:00:00Z");
    static final Instant NOW = CREATED.plus(Duration.ofHours(1));
    static final Instant EXPIRY = CREATED.plus(Duration.ofDays(7));
    static final Instant PAST = CREATED.plus(Duration.ofMinutes(30));
    static final InvitationId ID = new InvitationId("019a0000-0000-7000-8000-00000000000a");
    static final TeamId TEAM = new TeamId("blue");
    static final TeamId OTHER_TEAM = new TeamId("red");
    static final UserId ADMIN = new UserId("admin");
    static final UserId ANN = new UserId("ann");
    static final UserId BOB = new UserId("bob");
    static final EmailAddress ANNS_ADDRESS = new EmailAddress("ann@example.org");
    static final URI PORTAL = URI.create("http://localhost/portal#");

    private Lives() {}

    static List<InvitationEvent> of(String state) {
        return switch (state) {
            case "absent" -> List.of();
            case "open" -> List.of(created(Invitee.of(ANNS_ADDRESS), EXPIRY));
            case "overdue" -> List.of(created(Invitee.of(ANNS_ADDRESS), PAST));
            case "bound" -> bound();
            case "for-user" -> List.of(created(Invitee.of(ANN), EXPIRY));
            case "accepted" -> and(bound(), new InvitationAccepted(ID, TEAM, NOW, ANN, Role.MEMBER));
            case "declined" -> and(bound(), new InvitationDeclined(ID, TEAM, NOW, ANN));
            case "deleted" -> and(bound(), new InvitationDeleted(ID, TEAM, NOW, ADMIN));
            case "expired" -> and(bound(), new InvitationExpired(ID, TEAM, NOW));
            case "accepted-forgotten", "declined-forgotten", "deleted-forgotten", "expired-forgotten" ->
                and(of(state.substring(0, state.indexOf('-'))), new InviteeForgotten(ID, TEAM, NOW));
            default -> throw new IllegalArgumentException(state);
        };
    }

    static CreateInvitation wish() {
        return wish(Invitee.of(ANNS_ADDRESS), null);
    }

    static CreateInvitation wish(Invitee invitee, Instant expiresAt) {
        return new CreateInvitation(
                ID, TEAM, invitee, Role.MEMBER, "Join us", ADMIN, Channel.EMAIL, null, expiresAt, null, null);
    }

    static InvitationCreated created(Invitee invitee, Instant expiresAt) {
        return new InvitationCreated(
                ID, TEAM, CREATED, invitee, Role.MEMBER, "Join us", ADMIN, Channel.EMAIL, null, expiresAt, null, null);
    }

    static List<InvitationEvent> and(List<InvitationEvent> life, InvitationEvent... more) {
        return Stream.concat(life.stream(), Stream.of(more)).toList();
    }

    private static List<InvitationEvent> bound() {
        return List.of(
                created(Invitee.of(ANNS_ADDRESS), EXPIRY),
                new InviteeVerified(ID, TEAM, CREATED, ANN, Proof.MAILED_TOKEN),
                new InviteeBound(ID, TEAM, CREATED, ANN, Path.SIGNED_IN));
    }
}
