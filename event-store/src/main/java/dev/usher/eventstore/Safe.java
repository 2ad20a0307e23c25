package dev.usher.eventstore;

/**
 * For secrets that have to be read again as they are, for as long as somebody uses them: rings retire their keys, so nothing
 * derived from a ring lives that long. Their users keep them, encrypted with a key that lasts (ADR 0019, ADR 0028).
 */
public final class Safe {

    private final SealingKey key;
    private final MasterKey master;

    /** @param master what they were encrypted with before the safe had a key of its own */
    Safe(byte[] key, MasterKey master) {
        this.key = new SealingKey(key);
        this.master = master;
    }

    /** A new secret: 32 random bytes. */
    public byte[] fresh() {
        return SealingKey.fresh();
    }

    /** @param place where the wrapped secret will be kept, such as table and id; it opens nowhere else */
    public byte[] wrap(byte[] secret, String place) {
        return key.seal(secret, place);
    }

    /** @throws IllegalStateException when it was altered, moved, or is of another safe */
    public byte[] unwrap(byte[] wrapped, String place) {
        try {
            return key.open(wrapped, place);
        } catch (SealingKey.Unopened e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** For migrations: the same secret, no longer wrapped with the master key, which may be changed. */
    public byte[] rewrap(byte[] wrappedWithMasterKey, String place) {
        return wrap(master.unwrap(wrappedWithMasterKey, place), place);
    }
}
