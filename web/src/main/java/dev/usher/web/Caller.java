package dev.usher.web;

import dev.usher.api.EmailAddress;
import dev.usher.api.Refusal;
import dev.usher.api.UserId;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Who is calling, as their access token says. Controllers take it as a parameter; without valid credentials the
 * request never gets that far.
 *
 * @param emails the addresses that are proven to be the caller's
 */
public record Caller(UserId id, Set<EmailAddress> emails, Set<SiteRole> roles) {

    /** Whoever makes the request under way; empty outside of one, and for public calls. */
    public static Optional<Caller> current() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken known
                ? Optional.of(AccessTokens.caller(known.getToken()))
                : Optional.empty();
    }

    public boolean owns(EmailAddress email) {
        return emails.contains(email);
    }

    /** @throws Refusal NOT_FOUND, for what others may not even know to exist */
    public void requireSelf(UserId user) {
        if (!id.equals(user)) {
            throw Refusal.Code.NOT_FOUND.because("there is no user %s that you may look at".formatted(user));
        }
    }

    /** @throws Refusal NOT_FOUND, so that the call looks as if it did not exist */
    public void require(SiteRole role) {
        if (!roles.contains(role)) {
            throw Refusal.Code.NOT_FOUND.because("there is nothing here that you may look at");
        }
    }
}
