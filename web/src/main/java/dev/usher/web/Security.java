package dev.usher.web;

import dev.usher.eventstore.ApiKeys;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Deny by default: what is not among the {@link PublicCalls} needs credentials (docs/api.md, Who may). */
@Configuration(proxyBeanMethods = false)
class Security {

    private final PublicCalls publicCalls = new PublicCalls();
    private final Credentials credentials = new Credentials(publicCalls);

    @Bean
    @OnlyIn(IdentityMode.LOCAL)
    Identity localIdentity(AccessTokens tokens) {
        return tokens.identity();
    }

    @Bean
    @OnlyIn(IdentityMode.OIDC)
    Identity oidcIdentity(OidcSettings settings, Clock clock) {
        return new OidcIdentity(settings, clock);
    }

    /** Without it: Spring Boot makes a user of its own, and prints a password. */
    @Bean
    JwtDecoder jwtDecoder(Identity identity) {
        return identity::decode;
    }

    @Bean
    SecurityFilterChain usherSecurity(HttpSecurity http, Errors errors, ApiKeys keys, Identity identity)
            throws Exception {
        identity.accountsAt()
                .ifPresent(issuer -> http.addFilterBefore(
                        new SignInElsewhere(publicCalls::areOfAccounts, errors, issuer),
                        BearerTokenAuthenticationFilter.class));
        return http.csrf(AbstractHttpConfigurer::disable) // no cookies, so nothing for a foreign page to ride on
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(calls -> calls.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll() // decided already; what is left is to say so
                        .requestMatchers(publicCalls)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(
                                jwt -> jwt.jwtAuthenticationConverter(token -> new KnownCaller(identity.caller(token))))
                        .bearerTokenResolver(credentials::accessToken)
                        .authenticationEntryPoint(errors::unauthenticated)
                        .accessDeniedHandler(errors::denied))
                .addFilterAt(apiKeys(keys, errors), BasicAuthenticationFilter.class)
                .exceptionHandling(handling -> handling.authenticationEntryPoint(errors::unauthenticated)
                        .accessDeniedHandler(errors::denied))
                .build();
    }

    /** With a manager of its own: what comes by HTTP Basic is an API key or nothing. */
    private BasicAuthenticationFilter apiKeys(ApiKeys keys, Errors errors) {
        BasicAuthenticationFilter filter = new BasicAuthenticationFilter(
                new ProviderManager(new ApiKeyAuthentication(keys)), errors::unauthenticated);
        filter.setAuthenticationConverter(credentials::apiKey);
        return filter;
    }

    /** What the firewall does not let in: {@code ..;/}, double slashes, encoded ones, unknown methods. */
    @Bean
    RequestRejectedHandler malformedRequests(Errors errors) {
        return (request, response, cause) -> errors.write(request, response, Fault.logged(cause, Errors.call(request)));
    }
}
