package dev.usher.eventstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Wraps the other keys: AES-256-GCM, a fresh nonce before each text, bound to the place of the wrapped key. While it is changed,
 * there is a second one, which only opens (docs/audit.md, The master key).
 */
final class MasterKey {

    private static final String HOW = "Make one with: openssl rand -base64 32 - and keep it: without it, everyone is"
            + " signed out, every link in a letter is void, and nobody can read an address again.";

    private final SealingKey key;

    /** Null most of the time. */
    private final SealingKey previous;

    private MasterKey(SealingKey key, SealingKey previous) {
        this.key = key;
        this.previous = previous;
    }

    /** @throws StartRefused when none is given, one is given twice, or is not base64 of 32 bytes */
    static MasterKey of(KeySettings settings) {
        SealingKey key = given("usher.master-key", settings.masterKey(), settings.masterKeyFile())
                .orElseThrow(() -> refused("Neither", "usher.master-key", "exactly one must be"));
        return new MasterKey(
                key,
                given("usher.master-key-previous", settings.masterKeyPrevious(), settings.masterKeyPreviousFile())
                        .orElse(null));
    }

    private static Optional<SealingKey> given(String setting, String text, Path file) {
        boolean asText = text != null && !text.isBlank();
        boolean asFile = file != null && !file.toString().isBlank();
        if (asText && asFile) {
            throw refused("Both", setting, "only one can be");
        }
        if (asFile) {
            return Optional.of(decoded(read(file, setting + "-file"), setting + "-file"));
        }
        return asText ? Optional.of(decoded(text, setting)) : Optional.empty();
    }

    private static StartRefused refused(String which, String setting, String rule) {
        String variable = setting.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
        return new StartRefused("%s %s (%s) and %2$s-file (%3$s_FILE) are set; %s, with base64 of 32 random bytes. %s"
                .formatted(which, setting, variable, rule, HOW));
    }

    private static String read(Path file, String setting) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StartRefused(setting + " cannot be read: " + e, e);
        }
    }

    /** Never shows the text: even a wrong key may be nearly right. */
    private static SealingKey decoded(String text, String setting) {
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
        return new SealingKey(bytes);
    }

    /** @param place where the wrapped secret will be kept; it opens nowhere else */
    byte[] wrap(byte[] secret, String place) {
        return key.seal(secret, place);
    }

    /** @throws StartRefused when it was wrapped with another master key, for another place, or was altered */
    byte[] unwrap(byte[] wrapped, String place) {
        return opened(key, wrapped, place)
                .or(() -> previous(wrapped, place))
                .orElseThrow(() -> new StartRefused(
                        "The master key does not open %s in event_store.key_ring: it is not the one it was made with, or the row was altered. Start with the master key of this database; to change it, give that one as usher.master-key-previous (USHER_MASTER_KEY_PREVIOUS)."
                                .formatted(place)));
    }

    boolean isBeingChanged() {
        return previous != null;
    }

    /**
     * The same secret, wrapped with the key that stays.
     *
     * @return empty when it is wrapped with that one already
     * @throws StartRefused as {@link #unwrap}
     */
    Optional<byte[]> rewrap(byte[] wrapped, String place) {
        return opened(key, wrapped, place).isPresent()
                ? Optional.empty()
                : Optional.of(wrap(unwrap(wrapped, place), place));
    }

    private Optional<byte[]> previous(byte[] wrapped, String place) {
        return isBeingChanged() ? opened(previous, wrapped, place) : Optional.empty();
    }

    private static Optional<byte[]> opened(SealingKey with, byte[] wrapped, String place) {
        try {
            return Optional.of(with.open(wrapped, place));
        } catch (SealingKey.Unopened e) {
            return Optional.empty();
        }
    }
}
