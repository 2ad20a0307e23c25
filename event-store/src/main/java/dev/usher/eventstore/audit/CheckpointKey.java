package dev.usher.eventstore.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;

/**
 * A public key of checkpoints.
 *
 * @param version from 1, one more for each new key
 * @param publicKey Ed25519, X.509 SubjectPublicKeyInfo in base64
 * @param endorsement what the key before it signed about this one ({@link #text()}), in base64; null for the first, and when the key
 *     before it was gone by then
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckpointKey(int version, String publicKey, String endorsement) {

    /** What is signed by the key before it. */
    String text() {
        return "usher checkpoint key 1\n%d\n%s\n".formatted(version, publicKey);
    }

    byte[] signed() {
        return text().getBytes(StandardCharsets.UTF_8);
    }
}
