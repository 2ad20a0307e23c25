package dev.usher.web;

import dev.usher.api.EmailAddress;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.eventstore.ApiKeys.ApiKey;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who is calling, as their credentials say. Controllers take it as a parameter; without valid credentials the request
 * never gets that far.
 *
 * @param emails the addresses that are proven to be the caller's
 * @param teams which their identity provider says they administer. It does not know about Usher's own teams: ask the
 *     {@code Teams} of either side
 * @param keyOf the team whose API key is calling; null for a person
 */
public record Caller(UserId id, Set<EmailAddress> emails, Set<SiteRole> roles, Set<TeamId> teams, TeamId keyOf) {

    /** A person with an account here. */
    public Caller(UserId id, Set<EmailAddress> emails, Set<SiteRole> roles) {
        this(id, emails, roles, Set.of());
    }

    /** A person. */
    public Caller(UserId id, Set<EmailAddress> emails, Set<SiteRole> roles, Set<TeamId> teams) {
        this(id, emails, roles, teams, null);
    }

    /** A back end: it reads no letters, and runs nothing but its team. */
    static Caller of(ApiKey key) {
        return new Caller(key.id(), Set.of(), Set.of(), Set.of(), key.teamId());
    }

    /** Whoever makes the request under way; empty outside of one, and for public calls. */
    public static Optional<Caller> current() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof KnownCaller known
                ? Optional.of(known.getPrincipal())
                : Optional.empty();
    }

    public boolean isApiKey() {
        return keyOf != null;
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
