package dev.usher.command.letter;

import dev.usher.api.token.SignedTokens;
import dev.usher.command.account.Accounts;
import dev.usher.command.invitation.Invitations;
import dev.usher.command.mail.LetterWriter;
import dev.usher.command.mail.LinkEndpoints;
import dev.usher.command.mail.LinkSettings;
import dev.usher.command.mail.Mailroom;
import dev.usher.command.mail.Templates;
import dev.usher.command.team.Teams;
import dev.usher.eventstore.FactConsumer;
import dev.usher.web.IdentityMode;
import dev.usher.web.OnlyIn;
import java.time.Clock;
import java.util.Optional;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The letters of an invitation, on top of the mailroom. */
@Configuration(proxyBeanMethods = false)
class LetterConfiguration {

    @Bean
    FactConsumer deliverLetters(Mailroom mailroom) {
        return new DeliverLetters(mailroom);
    }

    @Bean
    OpenInvitations openInvitations(Invitations invitations, Clock clock) {
        return new OpenInvitations(invitations, clock);
    }

    @Bean
    @OnlyIn(IdentityMode.LOCAL)
    People peopleOfLetters(Accounts accounts, Teams teams) {
        return new People(accounts::find, teams);
    }

    @Bean
    @OnlyIn(IdentityMode.OIDC)
    People strangersOfLetters(Teams teams) {
        return new People(_ -> Optional.empty(), teams);
    }

    @Bean
    Links linksOfLetters(LinkEndpoints endpoints, LinkSettings settings, SignedTokens tokens) {
        return new Links(endpoints, settings, tokens);
    }

    @Bean
    LetterWriter<InvitationLetter> invitationLetters(
            OpenInvitations invitations, People people, Links links, Templates templates, CommandGateway commands) {
        return new InvitationLetters(invitations, people, links, templates, new LetterRecords(commands));
    }

    @Bean
    LetterWriter<VerificationLetter> verificationLetters(
            OpenInvitations invitations, People people, Links links, Templates templates) {
        return new VerificationLetters(invitations, people, links, templates);
    }
}
