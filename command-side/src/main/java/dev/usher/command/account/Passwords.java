package dev.usher.command.account;

import java.util.Map;
import java.util.Optional;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords and compares them. PBKDF2, since bcrypt looks at 72 bytes only; each hash names its algorithm, so
 * that another one can follow (ADR 0009).
 */
@Component
class Passwords {

    private static final String CURRENT = "pbkdf2@SpringSecurity_v5_8";

    private final PasswordEncoder encoder = new DelegatingPasswordEncoder(
            CURRENT, Map.of(CURRENT, Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8()));

    /** What the password is compared with when there is no account, so that this takes as long. */
    private final String nobody = encoder.encode("nobody's password");

    String hash(Password password) {
        return encoder.encode(password.value());
    }

    /** @param hash empty when there is no account: the same work, and then false */
    boolean matches(String typed, Optional<String> hash) {
        boolean same = encoder.matches(Password.composed(typed), hash.orElse(nobody));
        return same & hash.isPresent();
    }
}
