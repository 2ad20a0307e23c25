package dev.usher.eventstore.audit;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Optional;
import java.util.PrimitiveIterator;

/**
 * Reads a log from its beginning, fact by fact, and says what is the first that does not fit: its own hash, its place after the fact before it,
 * or what checkpoints have signed. Needs no database, and remembers nothing but where it is.
 */
public final class Verification {

    private static final byte[] NONE = {};

    private final MessageDigest sha256 = Sha256.fresh();
    private final TrustedKeys keys;
    private final Iterator<Checkpoint> checkpoints;
    private Signed open;
    private byte[] digest = NONE;
    private long last;
    private long facts;
    private long signedTo;
    private long number;

    /** @param checkpoints in the order of their numbers */
    public Verification(Iterator<Checkpoint> checkpoints, TrustedKeys keys) {
        this.checkpoints = checkpoints;
        this.keys = keys;
    }

    /** The checkpoint that the next facts belong to. */
    private static final class Signed {

        private final Checkpoint checkpoint;
        private final PrimitiveIterator.OfLong positions;
        private final MessageDigest running = Sha256.fresh();

        Signed(Checkpoint checkpoint, byte[] previous) {
            this.checkpoint = checkpoint;
            this.positions = Positions.of(checkpoint.positions()).iterator();
            running.update(previous);
        }
    }

    /**
     * The next fact.
     *
     * @param previous hash of the fact before it of the same aggregate, or null when there is none
     */
    public Optional<Finding> check(ChainedFact fact, byte[] previous) {
        Optional<Finding> misplaced = fact.position() <= last
                ? found(last + 1, "or what follows is out of order: position %d comes next".formatted(fact.position()))
                : place(fact.position());
        return misplaced.or(() -> link(fact, previous)).or(() -> {
            last = fact.position();
            facts++;
            return open == null ? Optional.empty() : take(fact);
        });
    }

    /** After the last fact. */
    public Optional<Finding> end() {
        Optional<Finding> cut = Optional.empty();
        while (cut.isEmpty() && (open != null || checkpoints.hasNext())) {
            cut = open == null ? open() : Optional.empty();
            if (cut.isEmpty()) {
                cut = missing(open.positions.nextLong());
            }
        }
        return cut;
    }

    /** How many have been read. */
    public long facts() {
        return facts;
    }

    /** The position of the newest of them; 0 before the first. */
    public long position() {
        return last;
    }

    /** Up to where checkpoints have signed what was read. */
    public long signedTo() {
        return signedTo;
    }

    private Optional<Finding> place(long position) {
        if (open == null && checkpoints.hasNext()) {
            Optional<Finding> bad = open();
            if (bad.isPresent()) {
                return bad;
            }
        }
        if (open == null) {
            return Optional.empty();
        }
        long expected = open.positions.nextLong();
        if (position > expected) {
            return missing(expected);
        }
        return position == expected
                ? Optional.empty()
                : found(position, "was inserted: checkpoint %d has signed no fact there".formatted(number));
    }

    private Optional<Finding> open() {
        Checkpoint next = checkpoints.next();
        String previous = HexFormat.of().formatHex(digest);
        if (next.number() != number + 1
                || next.from() != signedTo + 1
                || !next.previous().equals(previous)) {
            return found(signedTo + 1, "checkpoint %d does not follow checkpoint %d".formatted(next.number(), number));
        }
        if (!keys.signed(next)) {
            return found(
                    next.from(),
                    "the signature of checkpoint %d is not that of key %d, or that key is not trusted"
                            .formatted(next.number(), next.key()));
        }
        number = next.number();
        open = new Signed(next, digest);
        return Optional.empty();
    }

    private Optional<Finding> link(ChainedFact fact, byte[] previous) {
        if (fact.sequenceNumber() != 0 && previous == null) {
            return found(
                    fact.position(),
                    "is fact %d of %s %s, and fact %d is not there"
                            .formatted(
                                    fact.sequenceNumber(),
                                    fact.aggregateType(),
                                    fact.aggregateId(),
                                    fact.sequenceNumber() - 1));
        }
        byte[] before = fact.sequenceNumber() != 0 ? previous : NONE;
        return MessageDigest.isEqual(fact.hashAfter(before, sha256), fact.hash())
                ? Optional.empty()
                : found(fact.position(), "was altered: its hash is that of something else");
    }

    /** At the last fact of a checkpoint, all of them are compared with what was signed. */
    private Optional<Finding> take(ChainedFact fact) {
        open.running.update(fact.hash());
        if (open.positions.hasNext()) {
            return Optional.empty();
        }
        Checkpoint done = open.checkpoint;
        digest = open.running.digest();
        open = null;
        signedTo = done.to();
        return fact.position() == done.to() && HexFormat.of().formatHex(digest).equals(done.digest())
                ? Optional.empty()
                : found(
                        done.from(),
                        "or another one up to %d is not what checkpoint %d has signed, though its hashes fit"
                                .formatted(done.to(), done.number()));
    }

    private Optional<Finding> missing(long position) {
        return found(position, "is missing: checkpoint %d has signed a fact there".formatted(number));
    }

    private static Optional<Finding> found(long position, String problem) {
        return Optional.of(new Finding(position, problem));
    }
}
