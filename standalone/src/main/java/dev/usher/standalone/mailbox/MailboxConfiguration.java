package dev.usher.standalone.mailbox;

import dev.usher.api.EmailAddress;
import dev.usher.command.person.PersonForgotten;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** The mailbox: there only when letters do not go to a real SMTP server. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("usher.mailbox.smtp-port")
@EnableConfigurationProperties(MailboxSettings.class)
public class MailboxConfiguration {

    /** unsafe-inline is for styles only: the letter's frame inherits this policy, and letters are styled in place. */
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Bean
    Letters mailboxLetters(MailboxSettings settings) {
        return new Letters(settings.file(), settings.capacity());
    }

    @Bean
    MailboxSmtp mailboxSmtp(MailboxSettings settings, Letters mailboxLetters, Clock clock) {
        return new MailboxSmtp(settings.smtpPort(), mailboxLetters, clock);
    }

    @Bean
    MailboxController mailboxController(Letters mailboxLetters) {
        return new MailboxController(mailboxLetters);
    }

    /** A real mail server does not hear of it: what it has delivered is the recipient's. */
    @Bean
    ApplicationListener<PayloadApplicationEvent<PersonForgotten>> forgottenLetters(Letters mailboxLetters) {
        return event -> mailboxLetters.forget(
                event.getPayload().addresses().stream().map(EmailAddress::value).toList());
    }

    /** Public, as a mailbox on one's own machine is; first in order, or the chain of the API would ask for a token. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain mailboxSecurity(HttpSecurity http, Environment environment) {
        String boundTo = environment.getProperty("server.address", "");
        return http.securityMatcher("/mailbox", "/mailbox/**")
                .authorizeHttpRequests(requests -> requests.anyRequest()
                        .access((user, request) -> new AuthorizationDecision(LoopbackName.mayAsk(
                                boundTo, request.getRequest().getServerName()))))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .build();
    }
}
