package dev.usher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Instant;

/**
 * Every fact of an invitation's life, in the order in which they may first occur (docs/events.md).
 * Generations count the secrets of an invitation: 1 when created, one more at each resend.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface InvitationEvent extends Fact {

    InvitationId invitationId();

    /** How the invitee hears of it. */
    enum Channel {
        /** A letter by e-mail, to the invited address or to that of the invited user. */
        EMAIL,
        /** No letter: somebody passes the link on. */
        LINK
    }

    /** How somebody proved that the invitation is theirs. */
    enum Proof {
        /** The invited address is a verified address of the account. */
        ACCOUNT_ADDRESS,
        /** They returned the token that was mailed to the invited address. */
        MAILED_TOKEN
    }

    /** How the invitee came to the account that the invitation is bound to. */
    enum Path {
        REGISTERED,
        SIGNED_IN
    }

    /**
     * A team invites this person, with a role, until {@code expiresAt}.
     *
     * @param message null, or up to 4000 characters from the inviter
     * @param acceptUrl null for the deployment's own page; otherwise the link of the letter is this plus the token
     * @param locale null, or the language of the letters
     * @param metadata null, or what the inviter's back end keeps with it
     */
    @StoredName("invitation.created")
    record InvitationCreated(
            InvitationId invitationId,
            TeamId teamId,
            Instant at,
            Invitee invitee,
            Role role,
            @Personal String message,
            UserId createdBy,
            Channel channel,
            @Personal URI acceptUrl,
            Instant expiresAt,
            LanguageTag locale,
            @Personal Metadata metadata)
            implements InvitationEvent {

        /** What is left of it when the invitee is forgotten. */
        public InvitationCreated forgotten() {
            return new InvitationCreated(
                    invitationId,
                    teamId,
                    at,
                    invitee.email() == null ? invitee : Invitee.FORGOTTEN,
                    role,
                    null,
                    createdBy,
                    channel,
                    null,
                    expiresAt,
                    locale,
                    null);
        }
    }

    /** The letter with the secret of this generation left for the invitee's address. */
    @StoredName("invitation.mailed")
    record InvitationMailed(InvitationId invitationId, TeamId teamId, Instant at, int generation)
            implements InvitationEvent {}

    /** The letter of this generation was refused for good; nobody tries again by itself. */
    @StoredName("invitation.mail-failed")
    record InvitationMailFailed(
            InvitationId invitationId,
            TeamId teamId,
            Instant at,
            int generation,
            @Personal String reason) implements InvitationEvent {}

    /** The secret of this generation is the only valid one, and the expiry is fresh. */
    @StoredName("invitation.resent")
    record InvitationResent(
            InvitationId invitationId, TeamId teamId, Instant at, int generation, UserId resentBy, Instant expiresAt)
            implements InvitationEvent {}

    /**
     * This user says that the invited address is theirs, and asked for the letter that proves it.
     *
     * @param portalEndpoint the link of that letter is this plus the token
     */
    @StoredName("invitation.verification-requested")
    record VerificationRequested(
            InvitationId invitationId,
            TeamId teamId,
            Instant at,
            UserId userId,
            int generation,
            @Personal URI portalEndpoint)
            implements InvitationEvent {}

    /** This user proved that the invited address is theirs. */
    @StoredName("invitation.invitee-verified")
    record InviteeVerified(InvitationId invitationId, TeamId teamId, Instant at, UserId userId, Proof proof)
            implements InvitationEvent {}

    /** Somebody who holds the link asked to register an account for it. */
    @StoredName("invitation.registration-started")
    record RegistrationStarted(InvitationId invitationId, TeamId teamId, Instant at) implements InvitationEvent {}

    /** This user came into being through this invitation. */
    @StoredName("invitation.invitee-registered")
    record InviteeRegistered(InvitationId invitationId, TeamId teamId, Instant at, UserId userId)
            implements InvitationEvent {}

    /** The invitation belongs to this user from now on. */
    @StoredName("invitation.invitee-bound")
    record InviteeBound(InvitationId invitationId, TeamId teamId, Instant at, UserId userId, Path path)
            implements InvitationEvent {}

    /** This user said yes and joins the team. */
    @StoredName("invitation.accepted")
    record InvitationAccepted(InvitationId invitationId, TeamId teamId, Instant at, UserId userId, Role role)
            implements InvitationEvent {}

    /** This user said no. */
    @StoredName("invitation.declined")
    record InvitationDeclined(InvitationId invitationId, TeamId teamId, Instant at, UserId userId)
            implements InvitationEvent {}

    /** An administrator, or the bound invitee, withdrew it. */
    @StoredName("invitation.deleted")
    record InvitationDeleted(InvitationId invitationId, TeamId teamId, Instant at, UserId deletedBy)
            implements InvitationEvent {}

    /** Its time passed, and something looked. */
    @StoredName("invitation.expired")
    record InvitationExpired(InvitationId invitationId, TeamId teamId, Instant at) implements InvitationEvent {}

    /** The invitee's personal data cannot be read any more, in no fact of this invitation. */
    @StoredName("invitation.invitee-forgotten")
    record InviteeForgotten(InvitationId invitationId, TeamId teamId, Instant at) implements InvitationEvent {}
}
