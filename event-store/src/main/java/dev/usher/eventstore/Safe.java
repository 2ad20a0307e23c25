package dev.usher.eventstore;

/**
 * For secrets that have to be read again as they are, for as long as somebody uses them: rings retire their keys, so nothing
 * derived from a ring lives that long. Their users keep them, wrapped with the master key (ADR 0019).
 */
public final class Safe {

    private final MasterKey key;

    Safe(MasterKey key) {
        this.key = key;
    }

    /** A new secret: 32 random bytes. */
    public byte[] fresh() {
        return MasterKey.fresh();
    }

    /** @param place where the wrapped secret will be kept, such as table and id; it opens nowhere else */
    public byte[] wrap(byte[] secret, String place) {
        return key.wrap(secret, place);
    }

    /** @throws IllegalStateException when it was altered, moved, or wrapped with another master key */
    public byte[] unwrap(byte[] wrapped, String place) {
        try {
            return key.unwrap(wrapped, place);
        } catch (StartRefused e) {
            throw new IllegalStateException(
                    "the secret at %s was altered, or is of another master key".formatted(place), e);
        }
    }
}
