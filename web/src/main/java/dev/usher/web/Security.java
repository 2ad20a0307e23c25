package dev.usher.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;

/** Deny by default: what is not listed here as public needs an access token (api.md, Who may). */
@Configuration(proxyBeanMethods = false)
class Security {

    /** Calls whose credential is a signed token in the body, or none at all. */
    private static final String[] PUBLIC_POSTS = {
        "/session",
        "/login2",
        "/auth/v1/session",
        "/auth/v1/login2",
        "/repo/v1/session",
        "/repo/v1/login2",
        "/account",
        "/account2",
        "/account/emailValidation",
        "/repo/v1/account",
        "/repo/v1/account2",
        "/repo/v1/account/emailValidation",
        "/membershipInvitation/{id}",
        "/repo/v1/membershipInvitation/{id}"
    };

    private static final String[] PUBLIC_GETS = {
        "/.well-known/jwks.json", "/actuator/health", "/actuator/health/**", "/error"
    };

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
                .authorizeHttpRequests(calls -> calls.requestMatchers(HttpMethod.POST, PUBLIC_POSTS)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, PUBLIC_GETS)
                        .permitAll()
                        .requestMatchers("/actuator/**")
                        .hasAuthority("SCOPE_never") // replaced by the operator's calls when they come
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

    /** {@code Authorization: Bearer}, or the {@code sessionToken} header that Synapse clients send. */
    private static BearerTokenResolver accessToken() {
        BearerTokenResolver authorization = new DefaultBearerTokenResolver();
        return request -> {
            String sessionToken = sessionToken(request);
            return sessionToken != null ? sessionToken : authorization.resolve(request);
        };
    }

    private static String sessionToken(HttpServletRequest request) {
        String header = Door.of(request) == Door.MEMBERSHIP ? request.getHeader("sessionToken") : null;
        return header == null || header.isBlank() ? null : header.strip();
    }
}
