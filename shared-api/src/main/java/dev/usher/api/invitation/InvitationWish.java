package dev.usher.api.invitation;

import dev.usher.api.InvitationId;

/** Everything that can be wished of an invitation. Who wishes has been authenticated; whether they may is decided by it. */
public sealed interface InvitationWish
        permits CreateInvitation,
                ResendInvitation,
                RequestVerification,
                VerifyInvitee,
                StartRegistration,
                RecordRegistration,
                BindInvitee,
                AcceptInvitation,
                DeclineInvitation,
                DeleteInvitation,
                ExpireInvitation,
                ForgetInvitee,
                RecordLetterMailed,
                RecordLetterFailed {

    InvitationId invitationId();
}
