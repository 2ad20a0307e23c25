package dev.usher.command.letter;

import dev.usher.api.token.SignedToken.InviteeVerificationToken;
import dev.usher.command.invitation.Invitations.Details;
import dev.usher.command.mail.LetterWriter;
import dev.usher.command.mail.Mail;
import dev.usher.command.mail.Templates;
import dev.usher.command.mail.Undeliverable;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Writes to the invited address on behalf of who says that it is theirs. Nothing is recorded of it. */
final class VerificationLetters implements LetterWriter<VerificationLetter> {

    private final OpenInvitations invitations;
    private final People people;
    private final Links links;
    private final Templates templates;

    VerificationLetters(OpenInvitations invitations, People people, Links links, Templates templates) {
        this.invitations = invitations;
        this.people = people;
        this.links = links;
        this.templates = templates;
    }

    @Override
    public Class<VerificationLetter> kind() {
        return VerificationLetter.class;
    }

    @Override
    public Optional<Mail> write(VerificationLetter letter) {
        return invitations
                .find(letter.invitationId(), letter.generation())
                .filter(_ -> invitations.isAhead(endOf(letter)))
                .map(details -> mail(letter, details));
    }

    private Mail mail(VerificationLetter letter, Details details) {
        if (details.invitee().email() == null) {
            throw new Undeliverable("the invitation is for a user id: there is no address to prove");
        }
        Instant expires = endOf(letter);
        Optional<String> team = people.team(details.teamId());
        InviteeVerificationToken token = new InviteeVerificationToken(
                letter.userId(), letter.invitationId(), letter.generation(), letter.requestedAt(), expires);
        return templates.write(
                "verification",
                details.invitee().email(),
                team.map(name -> Wording.subject("Is this address yours? Invitation to the team", name))
                        .orElse("Is this address yours? Invitation to a team"),
                Map.of(
                        "isNamed", team.isPresent(),
                        "team", team.orElse(""),
                        "user", people.user(letter.userId()),
                        "expires", Wording.time(expires),
                        "link", links.to(letter.portalEndpoint(), token)));
    }

    private static Instant endOf(VerificationLetter letter) {
        return letter.requestedAt().plus(InviteeVerificationToken.LIFE);
    }
}
