package dev.usher.web;

import dev.usher.eventstore.ApiKeys;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/** HTTP Basic: the id of an API key and its secret. Passwords of people open nothing here. */
final class ApiKeyAuthentication implements AuthenticationProvider {

    private final ApiKeys keys;

    ApiKeyAuthentication(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public Authentication authenticate(Authentication given) {
        return keys.opened(given.getName(), given.getCredentials().toString())
                .map(key -> new KnownCaller(Caller.of(key)))
                .orElseThrow(() -> new BadCredentialsException("no valid API key"));
    }

    @Override
    public boolean supports(Class<?> kind) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
    }
}
