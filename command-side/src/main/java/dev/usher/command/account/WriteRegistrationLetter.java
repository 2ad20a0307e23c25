package dev.usher.command.account;

import dev.usher.api.token.SignedToken.EmailValidationToken;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.invitation.Invitations;
import dev.usher.command.invitation.Invitations.Details;
import dev.usher.command.mail.LetterWriter;
import dev.usher.command.mail.Mail;
import dev.usher.command.mail.Templates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Writes to whoever asked for an account: the link to set it up, or, to those who have one, that they have one. Only
 * the reader of the letter learns which.
 */
@Component
class WriteRegistrationLetter implements LetterWriter<RegistrationLetter> {

    private static final Duration LIFE = Duration.ofHours(24);

    private final Accounts accounts;
    private final Invitations invitations;
    private final SignedTokens tokens;
    private final Templates templates;
    private final Clock clock;

    WriteRegistrationLetter(
            Accounts accounts, Invitations invitations, SignedTokens tokens, Templates templates, Clock clock) {
        this.accounts = accounts;
        this.invitations = invitations;
        this.tokens = tokens;
        this.templates = templates;
        this.clock = clock;
    }

    @Override
    public Class<RegistrationLetter> kind() {
        return RegistrationLetter.class;
    }

    /** Empty when the link would be dead on arrival. */
    @Override
    public Optional<Mail> write(RegistrationLetter letter) {
        Instant until = letter.requestedAt().plus(LIFE);
        if (!clock.instant().isBefore(until)) {
            return Optional.empty();
        }
        return Optional.of(accounts.find(letter.email())
                .map(account -> templates.write(
                        "account-exists",
                        letter.email(),
                        "You already have an account",
                        Map.of("userName", account.userName())))
                .orElseGet(() -> templates.write(
                        "registration", letter.email(), "Set up your account", Map.of("link", link(letter, until)))));
    }

    private String link(RegistrationLetter letter, Instant until) {
        EmailValidationToken proof = new EmailValidationToken(letter.email(), letter.requestedAt(), until);
        return letter.portalEndpoint()
                + SignedTokens.encoded(new AccountCreationToken(tokens.sign(proof), invitation(letter)));
    }

    /** Left out when the invitation was sent again or closed since: its token would spoil the registration. */
    private String invitation(RegistrationLetter letter) {
        return Optional.ofNullable(letter.invitationId())
                .flatMap(invitations::find)
                .filter(found -> found.open() && found.generation() == letter.generation())
                .map(WriteRegistrationLetter::token)
                .map(tokens::encode)
                .orElse(null);
    }

    /** The same times as in the invitation's own letter, hence the same token. */
    private static InvitationToken token(Details invitation) {
        Instant longest = invitation.issuedAt().plus(Duration.ofDays(30));
        Instant until = invitation.expiresAt().isBefore(longest) ? invitation.expiresAt() : longest;
        return new InvitationToken(invitation.id(), invitation.generation(), invitation.issuedAt(), until);
    }
}
