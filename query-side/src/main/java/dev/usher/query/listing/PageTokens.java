package dev.usher.query.listing;

import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.token.KeyRing;
import dev.usher.eventstore.KeyRings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Where the next page of a list begins, as clients carry it: signed together with what it is a page of, so that it is of
 * use for that alone. It gives no right: who may see the list is asked for each page. Unpadded base64url of key version,
 * signature and cursor.
 */
@Component
public final class PageTokens {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE = 32;
    private static final int LONGEST = 1024;

    private final KeyRing keys;

    PageTokens(KeyRings rings) {
        this.keys = rings.ring(KeyRings.SIGNED_TOKEN);
    }

    /** The same page of the same list has the same token until the keys rotate. */
    public String token(Selection selection, Cursor cursor) {
        KeyRing.Key key = keys.current();
        byte[] position = (cursor.value() + "\n" + cursor.id()).getBytes(StandardCharsets.UTF_8);
        byte[] token = ByteBuffer.allocate(Integer.BYTES + SIGNATURE + position.length)
                .putInt(key.version())
                .put(signature(key, selection, position))
                .put(position)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** @throws Refusal INVALID when it is none of ours, or that of another list, filter or order */
    public Cursor cursor(Selection selection, String token) {
        ByteBuffer bytes = ByteBuffer.wrap(decoded(token));
        if (bytes.remaining() <= Integer.BYTES + SIGNATURE) {
            throw foreign();
        }
        KeyRing.Key key = keys.version(bytes.getInt()).orElseThrow(PageTokens::foreign);
        byte[] signature = new byte[SIGNATURE];
        bytes.get(signature);
        byte[] position = new byte[bytes.remaining()];
        bytes.get(position);
        if (!MessageDigest.isEqual(signature, signature(key, selection, position))) {
            throw foreign();
        }
        String[] parts = new String(position, StandardCharsets.UTF_8).split("\n");
        return new Cursor(parts[0], new InvitationId(parts[1]));
    }

    /** Only in the one form that we write: a decoder overlooks some changes of the last character. */
    private static byte[] decoded(String token) {
        if (token.length() > LONGEST) {
            throw foreign();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(token)) {
                throw foreign();
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw foreign();
        }
    }

    /** The first line keeps it apart from everything else that is signed with these keys. */
    private static byte[] signature(KeyRing.Key key, Selection selection, byte[] position) {
        String list = String.join(
                "\n", "usher-page-1", selection.name(), selection.sort().text(), "");
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.secret(), ALGORITHM));
            mac.update(list.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(position);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static Refusal foreign() {
        return Refusal.Code.INVALID.because(
                "the page token is that of another list, filter or order, or was altered; begin again without it");
    }
}
