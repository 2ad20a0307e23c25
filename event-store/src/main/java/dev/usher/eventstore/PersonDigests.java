package dev.usher.eventstore;

import dev.usher.api.EmailAddress;
import dev.usher.api.Invitee;
import dev.usher.api.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What addresses and user ids are looked up by: HMAC-SHA-256 in base64url, 43 characters, the same for the same person for ever.
 * Without the key nobody can find out whose it is, not even by trying addresses.
 */
public final class PersonDigests {

    private static final String HMAC = "HmacSHA256";

    /** Never used itself: to copy it takes less than to find another. */
    private final Mac mac;

    PersonDigests(byte[] key) {
        try {
            mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    /** @throws IllegalArgumentException for somebody who was forgotten */
    public String of(Invitee invitee) {
        if (invitee.wasForgotten()) {
            throw new IllegalArgumentException("who was forgotten has no digest");
        }
        return invitee.email() != null ? of(invitee.email()) : of(invitee.userId());
    }

    public String of(EmailAddress address) {
        return digest("email:" + address.value());
    }

    public String of(UserId user) {
        return digest("user:" + user.value());
    }

    private String digest(String text) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(((Mac) mac.clone()).doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the " + HMAC + " of this Java cannot be copied", e);
        }
    }
}
