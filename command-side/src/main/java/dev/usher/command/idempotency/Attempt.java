package dev.usher.command.idempotency;

import dev.usher.api.InvitationId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * One try of a request that has an {@code Idempotency-Key}. What it creates has ids that follow from the key, so that a
 * second try after a crash finds what the first one did.
 *
 * @param id digest of caller and key
 * @param since when the first try began
 * @param number 1 for the first try
 */
public record Attempt(String id, Instant since, int number) {

    private static final ScopedValue<Attempt> CURRENT = ScopedValue.newInstance();

    /** That of the request under way; empty when it has no key. */
    public static Optional<Attempt> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** The id of what the request under way creates: a new one, or the one that its key stands for. */
    public static InvitationId newInvitationId() {
        return current().map(attempt -> attempt.invitationId(0)).orElseGet(InvitationId::next);
    }

    /** The same, for what has another type of id. */
    public static <T> T newId(Function<String, T> type) {
        return type.apply(newInvitationId().value());
    }

    /** Whether there may have been a try before, of unknown outcome. */
    public boolean repeated() {
        return number > 1;
    }

    /** Whether an earlier try of the request under way may have created something. */
    public static boolean maybeDone() {
        return current().filter(Attempt::repeated).isPresent();
    }

    /** What the facts of this request bear in their metadata, so that another try finds them. */
    public String mark() {
        return invitationId(0).value();
    }

    /** @param row of a request that creates many; the same row of the same request has the same id */
    public InvitationId invitationId(int row) {
        byte[] random = sha256(id + "/" + row);
        ByteBuffer bits = ByteBuffer.wrap(random);
        long high = since.toEpochMilli() << 16 | 0x7000 | bits.getShort() & 0x0FFF;
        long low = bits.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new InvitationId(new UUID(high, low).toString());
    }

    <R> R run(Callable<R> request) throws Exception {
        return ScopedValue.where(CURRENT, this).call(request::call);
    }

    static String digest(String text) {
        return HexFormat.of().formatHex(sha256(text));
    }

    private static byte[] sha256(String text) {
        return sha256().digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
