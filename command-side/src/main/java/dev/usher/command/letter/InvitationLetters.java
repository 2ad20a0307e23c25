package dev.usher.command.letter;

import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.command.invitation.Invitations.Details;
import dev.usher.command.mail.LetterWriter;
import dev.usher.command.mail.Mail;
import dev.usher.command.mail.Templates;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes to invitees, and records whether the letter left. */
final class InvitationLetters implements LetterWriter<InvitationLetter> {

    private final OpenInvitations invitations;
    private final People people;
    private final Links links;
    private final Templates templates;
    private final LetterRecords records;

    InvitationLetters(
            OpenInvitations invitations, People people, Links links, Templates templates, LetterRecords records) {
        this.invitations = invitations;
        this.people = people;
        this.links = links;
        this.templates = templates;
        this.records = records;
    }

    @Override
    public Class<InvitationLetter> kind() {
        return InvitationLetter.class;
    }

    /** Sent again, an invitation by link is a new link, and still nobody's letter. */
    @Override
    public Optional<Mail> write(InvitationLetter letter) {
        return invitations
                .find(letter.invitationId(), letter.generation())
                .filter(details -> details.channel() == Channel.EMAIL)
                .filter(details -> invitations.isAhead(details.token().expiresOn()))
                .map(this::mail);
    }

    @Override
    public void delivered(InvitationLetter letter) {
        records.mailed(letter.invitationId(), letter.generation());
    }

    @Override
    public void failed(InvitationLetter letter, String reason) {
        records.failed(letter.invitationId(), letter.generation(), reason);
    }

    private Mail mail(Details details) {
        Optional<String> team = people.team(details.teamId());
        List<String> message = details.message() == null
                ? List.of()
                : details.message().lines().toList();
        InvitationToken token = details.token();
        Tongue tongue = Tongue.of(details.locale());
        return templates.write(
                tongue.invitation(),
                people.addressOf(details.invitee()),
                tongue.subject(team),
                Map.of(
                        "isNamed", team.isPresent(),
                        "team", team.orElse(""),
                        "inviter", people.inviter(details.createdBy()),
                        "role", details.role().value(),
                        "hasMessage", !message.isEmpty(),
                        "message", message,
                        "expires", tongue.time(token.expiresOn()),
                        "link", links.to(details.acceptUrl(), token)));
    }
}
