package dev.usher.web.limit;

import dev.usher.api.token.KeyRing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a bucket: says neither who is limited nor how. A limit that is set anew has other keys, so it counts from
 * nothing, and so it is after a rotation.
 */
final class Digests {

    private static final String HMAC = "HmacSHA256";

    private final KeyRing ring;

    Digests(KeyRing ring) {
        this.ring = ring;
    }

    UUID of(Charge charge) {
        String text = String.join("\n", charge.what(), charge.limit().toString(), charge.whose());
        ByteBuffer digest = ByteBuffer.wrap(hmac(text.getBytes(StandardCharsets.UTF_8)));
        return new UUID(digest.getLong(), digest.getLong());
    }

    private byte[] hmac(byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(ring.current().secret(), HMAC));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
