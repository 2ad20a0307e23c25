package dev.usher.command.letter;

import dev.usher.api.InvitationId;
import dev.usher.api.StoredName;
import dev.usher.command.mail.Letter;

/** The letter that brings the secret of this generation to the invitee. */
@StoredName("letter.invitation")
record InvitationLetter(InvitationId invitationId, int generation) implements Letter {

    String id() {
        return "invitation/%s/%d".formatted(invitationId, generation);
    }
}
