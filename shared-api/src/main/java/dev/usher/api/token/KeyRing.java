package dev.usher.api.token;

import java.util.List;
import java.util.Optional;

/** The secrets that sign tokens, each with a version, so that they can be rotated while older tokens stay valid. */
public interface KeyRing {

    /** The key that signs now. */
    Key current();

    /** A key that still verifies; empty when it was retired or never existed. */
    Optional<Key> version(int version);

    /** Every key that still verifies, newest first. */
    List<Key> all();

    /** @param secret at least 32 random bytes */
    record Key(int version, byte[] secret) {

        @Override
        public String toString() {
            return "Key[version=" + version + "]";
        }
    }
}
