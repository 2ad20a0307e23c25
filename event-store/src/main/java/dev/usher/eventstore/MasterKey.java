package dev.usher.eventstore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Wraps the other keys: AES-256-GCM, a fresh nonce before each text, bound to the place of the wrapped key. */
final class MasterKey {

    private static final String HOW = "Make one with: openssl rand -base64 32 - and keep it: without it, everyone is"
            + " signed out and every link in a letter is void.";

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey key;

    private MasterKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** @throws StartRefused when neither is given, both are, or it is not base64 of 32 bytes */
    static MasterKey of(KeySettings settings) {
        boolean given = settings.masterKey() != null && !settings.masterKey().isBlank();
        boolean inFile = settings.masterKeyFile() != null
                && !settings.masterKeyFile().toString().isBlank();
        if (given == inFile) {
            throw new StartRefused((given ? "Both" : "Neither")
                    + " usher.master-key (USHER_MASTER_KEY) and usher.master-key-file (USHER_MASTER_KEY_FILE)"
                    + " are set; exactly one must be, with base64 of 32 random bytes. " + HOW);
        }
        return inFile
                ? decoded(read(settings.masterKeyFile()), "usher.master-key-file")
                : decoded(settings.masterKey(), "usher.master-key");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StartRefused("usher.master-key-file cannot be read: " + e, e);
        }
    }

    /** Never shows the text: even a wrong key may be nearly right. */
    private static MasterKey decoded(String text, String setting) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw new StartRefused(setting + " is not base64. " + HOW);
        }
        if (bytes.length != 32) {
            throw new StartRefused(
                    "%s must be base64 of 32 bytes, was of %d. %s".formatted(setting, bytes.length, HOW));
        }
        return new MasterKey(bytes);
    }

    /** 32 random bytes. */
    static byte[] fresh() {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        return secret;
    }

    /** @param place where the wrapped secret will be kept; it opens nowhere else */
    byte[] wrap(byte[] secret, String place) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(secret);
            byte[] wrapped = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, wrapped, NONCE, sealed.length);
            return wrapped;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is missing from this Java", e);
        }
    }

    /** @throws StartRefused when it was wrapped with another master key, for another place, or was altered */
    byte[] unwrap(byte[] wrapped, String place) {
        byte[] nonce = Arrays.copyOf(wrapped, NONCE);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(wrapped, NONCE, wrapped.length - NONCE);
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw new StartRefused(
                    "The master key does not open %s in event_store.key_ring: it is not the one it was made with, or the row was altered. Start with the master key of this database."
                            .formatted(place));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is missing from this Java", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
