package dev.usher.eventstore;

import dev.usher.api.token.KeyRing;
import java.security.SecureRandom;
import java.util.function.Supplier;

/**
 * The secrets that sign tokens, kept in the database and shared by all processes; wrapped with the master key, so the
 * database alone opens nothing (ADR 0004). Rings rotate by themselves.
 */
public interface KeyRings {

    /** Signs {@code SignedTokens}, and the page tokens of lists: 32 random bytes. */
    String SIGNED_TOKEN = "signed-token";

    /** Signs access tokens: an elliptic-curve private key, in the form its user chose. */
    String ACCESS_TOKEN = "access-token";

    /** Signs checkpoints of the log: an Ed25519 key, in the form its user chose. */
    String CHECKPOINT = "checkpoint";

    /** Hides who is limited: 32 random bytes. A rotation forgets what was counted. */
    String LIMIT = "limit";

    /** Hides where requests come from: 32 random bytes. What is told apart by one key cannot be compared with that of another. */
    String CLIENT = "client";

    /**
     * The ring for this purpose; its first key is made now if there is none. Live: it follows rotations.
     *
     * @param purpose kebab-case; never renamed
     * @param fresh makes the secret of a new key, at least 32 bytes
     */
    KeyRing ring(String purpose, Supplier<byte[]> fresh);

    /** A ring of 32 random bytes each. */
    default KeyRing ring(String purpose) {
        return ring(purpose, KeyRings::randomSecret);
    }

    /**
     * Makes a new key that signs from now on; those before it still verify for a while.
     *
     * @throws IllegalStateException when nobody asked for this ring in this process: only its user knows its form
     */
    void rotate(String purpose);

    private static byte[] randomSecret() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return secret;
    }
}
