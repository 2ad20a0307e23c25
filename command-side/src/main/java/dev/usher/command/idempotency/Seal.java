package dev.usher.command.idempotency;

import dev.usher.api.token.KeyRing;
import dev.usher.eventstore.KeyRings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Answers hold addresses, and sometimes a secret that is shown once: they wait encrypted. Each has a key of its own, derived
 * from the ring, its request and its time, so that a constant nonce is used once with each key.
 */
@Component
class Seal {

    private static final int TAG_BITS = 128;
    private static final byte[] NONCE = new byte[12];

    private final KeyRing keys;

    Seal(KeyRings keyRings) {
        this.keys = keyRings.ring("idempotent-answer");
    }

    record Sealed(int keyVersion, byte[] bytes) {}

    Sealed seal(Attempt attempt, byte[] open) {
        KeyRing.Key key = keys.current();
        return new Sealed(key.version(), crypt(Cipher.ENCRYPT_MODE, key, attempt, open));
    }

    byte[] open(Attempt attempt, Sealed sealed) {
        KeyRing.Key key = keys.version(sealed.keyVersion())
                .orElseThrow(() -> new IllegalStateException("the key of a kept answer is gone"));
        return crypt(Cipher.DECRYPT_MODE, key, attempt, sealed.bytes());
    }

    private static byte[] crypt(int mode, KeyRing.Key key, Attempt attempt, byte[] bytes) {
        try {
            Mac derive = Mac.getInstance("HmacSHA256");
            derive.init(new SecretKeySpec(key.secret(), "HmacSHA256"));
            String place =
                    "answer/%s/%d".formatted(attempt.id(), attempt.since().toEpochMilli());
            byte[] own = derive.doFinal(place.getBytes(StandardCharsets.UTF_8));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(own, "AES"), new GCMParameterSpec(TAG_BITS, NONCE));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a kept answer was altered, or AES-GCM is missing", e);
        }
    }
}
