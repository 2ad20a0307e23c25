package dev.usher.command.account;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords and compares them, by Argon2id with what OWASP asks for at least: 19 MiB, twice (ADR 0023). Each hash names
 * its algorithm, so that another one can follow.
 */
@Component
class Passwords implements AutoCloseable {

    private static final String CURRENT = "argon2id";

    /**
     * What the password is compared with when there is no account, so that this takes as long: of 256 random bits that
     * were thrown away. Not made at each start, which would take longer than anything else there.
     */
    static final String NOBODY =
            "{%s}$argon2id$v=19$m=19456,t=2,p=1$zsRfEKpRIYQygHHVVATRwQ$NyC6xKIW6qbosXN+bponGiITnIt7sqagBhyvLYgz/aM"
                    .formatted(CURRENT);

    /** A few seconds of work. Whoever comes then is told to come again, instead of waiting for a minute. */
    static final int MOST_WAITING = 16;

    private final PasswordEncoder encoder = new DelegatingPasswordEncoder(
            CURRENT,
            Map.of(
                    CURRENT,
                    new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2),
                    // Of accounts that were made before.
                    "pbkdf2@SpringSecurity_v5_8",
                    Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8()));

    /**
     * Platform threads, fewer than there are cores. On the virtual threads of the calls, a handful of sign-ins would keep
     * every carrier busy: the other calls would stand still, some of them with a connection of the pool in hand.
     */
    private final ExecutorService hashing;

    Passwords() {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.hashing = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().name("passwords-", 0).daemon().factory());
    }

    /** @throws RejectedExecutionException when too many wait already; as {@link #matches} */
    String hash(Password password) {
        return hashed(() -> encoder.encode(password.value()));
    }

    /** @param hash empty when there is no account: the same work, and then false */
    boolean matches(String typed, Optional<String> hash) {
        boolean text = Password.isText(typed);
        String compared = text ? Password.composed(typed) : "";
        boolean same = hashed(() -> encoder.matches(compared, hash.orElse(NOBODY)));
        return same & text & hash.isPresent();
    }

    @Override
    public void close() {
        hashing.shutdownNow();
    }

    private <T> T hashed(Callable<T> work) {
        try {
            return hashing.submit(work).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a password was hashed", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password cannot be hashed", e.getCause());
        }
    }
}
