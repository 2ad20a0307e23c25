package dev.usher.eventstore.audit;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Public keys that somebody trusts, and those that these have endorsed. Whoever knows one from outside of the service needs no other: each new
 * key is endorsed by the one before it.
 */
public final class TrustedKeys {

    private final Map<Integer, String> trusted = new HashMap<>();

    /**
     * @param known all there are
     * @param roots the public keys that are trusted from the start
     * @throws IllegalArgumentException when there are some and none of them is known
     */
    public TrustedKeys(List<CheckpointKey> known, Set<String> roots) {
        known.stream()
                .filter(key -> roots.contains(key.publicKey()))
                .forEach(key -> trusted.put(key.version(), key.publicKey()));
        if (trusted.isEmpty() && !roots.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of the %d keys that sign checkpoints is the one you trust".formatted(known.size()));
        }
        known.forEach(this::follow);
    }

    /** For the service itself, which keeps them all. */
    public static TrustedKeys all(Collection<CheckpointKey> known) {
        return new TrustedKeys(
                List.copyOf(known), known.stream().map(CheckpointKey::publicKey).collect(Collectors.toSet()));
    }

    /** In the order of their versions. */
    private void follow(CheckpointKey key) {
        String before = trusted.get(key.version() - 1);
        if (!trusted.containsKey(key.version())
                && before != null
                && key.endorsement() != null
                && Ed25519.verifies(key.signed(), key.endorsement(), before)) {
            trusted.put(key.version(), key.publicKey());
        }
    }

    boolean signed(Checkpoint checkpoint) {
        String key = trusted.get(checkpoint.key());
        return key != null && Ed25519.verifies(checkpoint.signed(), checkpoint.signature(), key);
    }
}
