package dev.usher.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Deny by default: what is not among the {@link PublicCalls} needs an access token (docs/api.md, Who may). */
@Configuration(proxyBeanMethods = false)
class Security {

    private final PublicCalls publicCalls = new PublicCalls();

    @Bean
    JwtDecoder jwtDecoder(AccessTokens tokens) {
        return tokens.decoder();
    }

    @Bean
    SecurityFilterChain usherSecurity(HttpSecurity http, Errors errors) throws Exception {
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
                .oauth2ResourceServer(server -> server.jwt(jwt -> {})
                        .bearerTokenResolver(accessToken())
                        .authenticationEntryPoint(errors::unauthenticated)
                        .accessDeniedHandler(errors::denied))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(errors::unauthenticated)
                        .accessDeniedHandler(errors::denied))
                .build();
    }

    /** What the firewall does not let in: {@code ..;/}, double slashes, encoded ones, unknown methods. */
    @Bean
    RequestRejectedHandler malformedRequests(Errors errors) {
        return (request, response, cause) -> errors.write(request, response, Fault.logged(cause, Errors.call(request)));
    }

    /**
     * {@code Authorization: Bearer}, or the {@code sessionToken} header that Synapse clients send. Public calls look at
     * neither: who sends an expired token along must still be able to sign in.
     */
    private BearerTokenResolver accessToken() {
        BearerTokenResolver authorization = new DefaultBearerTokenResolver();
        return request -> {
            if (publicCalls.matches(request)) {
                return null;
            }
            String sessionToken = sessionToken(request);
            return sessionToken != null ? sessionToken : authorization.resolve(request);
        };
    }

    private static String sessionToken(HttpServletRequest request) {
        String header = Door.of(request) == Door.MEMBERSHIP ? request.getHeader("sessionToken") : null;
        return header == null || header.isBlank() ? null : header.strip();
    }
}
