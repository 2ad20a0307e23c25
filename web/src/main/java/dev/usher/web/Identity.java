package dev.usher.web;

import java.util.Optional;
import org.springframework.security.oauth2.jwt.Jwt;

/** Who vouches for the people that call. */
interface Identity {

    /**
     * @return what the token says, which is true
     * @throws org.springframework.security.oauth2.jwt.BadJwtException when it is not theirs, or not valid now
     */
    Jwt decode(String token);

    /** @throws org.springframework.security.core.AuthenticationException when it does not say who somebody is */
    Caller caller(Jwt token);

    /** Where people register and sign in; empty when it is here. */
    Optional<String> accountsAt();
}
