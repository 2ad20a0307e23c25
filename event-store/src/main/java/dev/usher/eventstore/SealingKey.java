package dev.usher.eventstore;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts with AES-256-GCM, a fresh nonce before each text, bound to the place where it will be kept. */
final class SealingKey {

    private static final int BYTES = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** To find a cipher takes longer than to encrypt an address. As many as were ever used at once. */
    private static final Queue<Cipher> IDLE = new ConcurrentLinkedQueue<>();

    private final SecretKey key;

    /** @param key {@value #BYTES} bytes */
    SealingKey(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a key must have %d bytes, had %d".formatted(BYTES, key.length));
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /** {@value #BYTES} random bytes. */
    static byte[] fresh() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return secret;
    }

    byte[] bytes() {
        return key.getEncoded();
    }

    /** @param place where it will be kept; it opens nowhere else */
    byte[] seal(byte[] text, String place) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, place, text, 0);
            byte[] whole = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is missing from this Java", e);
        }
    }

    /** @throws Unopened when it was sealed with another key, for another place, or was altered */
    byte[] open(byte[] sealed, String place) throws Unopened {
        if (sealed.length < NONCE) {
            throw new Unopened(place);
        }
        try {
            return run(Cipher.DECRYPT_MODE, sealed, place, sealed, NONCE);
        } catch (AEADBadTagException e) {
            throw new Unopened(place);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is missing from this Java", e);
        }
    }

    /** It was sealed with another key, for another place, or was altered. */
    static final class Unopened extends Exception {

        private static final long serialVersionUID = 1;

        Unopened(String place) {
            super("what is at %s does not open: it was sealed with another key, for another place, or was altered"
                    .formatted(place));
        }
    }

    /**
     * @param nonce its first bytes
     * @param text from {@code offset} on
     */
    private byte[] run(int mode, byte[] nonce, String place, byte[] text, int offset) throws GeneralSecurityException {
        Cipher cipher = IDLE.poll();
        if (cipher == null) {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        }
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        byte[] done = cipher.doFinal(text, offset, text.length - offset);
        IDLE.offer(cipher); // not after a failure: then it is thrown away with whatever state it is in
        return done;
    }
}
