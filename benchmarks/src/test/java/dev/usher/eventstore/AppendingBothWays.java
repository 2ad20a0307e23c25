package dev.usher.eventstore;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.InviteeVerified;
import dev.usher.api.InvitationEvent.Path;
import dev.usher.api.InvitationEvent.Proof;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/**
 * What do hash chain, encryption and the trigger cost? Two logs on one server: one as it is, and one without a trigger, whose facts are
 * written in clear, by the same engine. Eight writers append lives of invitations, of five facts in three transactions, and
 * then beginnings of two hundred and fifty in one; in turns of a second, since the machine changes its pace more slowly. Prints facts a second
 * of both, and the ratio.
 */
public final class AppendingBothWays {

    private static final int WRITERS = 8;
    private static final int WARMING = 20;
    private static final int TURNS = 40;
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final double LEAST = 0.75;

    private AppendingBothWays() {}

    /** What one writer appends in one transaction each. */
    @FunctionalInterface
    private interface Work {

        List<List<DomainEventMessage<?>>> transactions();
    }

    public static void run() throws Exception {
        try (PlainLog as = PlainLog.asItIs();
                PlainLog plain = PlainLog.withoutProof()) {
            compare("lives, three transactions each", as, plain, AppendingBothWays::life);
            compare("250 beginnings in a transaction", as, plain, AppendingBothWays::beginnings);
        }
    }

    private static void compare(String what, PlainLog as, PlainLog plain, Work work) throws Exception {
        double with = 0;
        double without = 0;
        for (int turn = -WARMING; turn < TURNS; turn++) {
            double one = run(as.storage(), as, work);
            double other = run(plain.storage(), plain, work);
            if (turn >= 0) {
                with += one / TURNS;
                without += other / TURNS;
            }
        }
        double ratio = with / without;
        System.out.printf(
                Locale.ROOT,
                "%s: %,.0f facts/s, without %,.0f, ratio %.2f: %s%n",
                what,
                with,
                without,
                ratio,
                ratio >= LEAST ? "reached" : "NOT REACHED");
    }

    /** @return facts a second */
    private static double run(EventStorageEngine storage, PlainLog log, Work work) throws Exception {
        long start = System.nanoTime();
        long end = start + TURN.toNanos();
        long facts = 0;
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<Integer>> running = IntStream.range(0, WRITERS)
                    .mapToObj(_ -> writers.submit(() -> {
                        int appended = 0;
                        while (System.nanoTime() < end) {
                            for (List<DomainEventMessage<?>> transaction : work.transactions()) {
                                log.inTransaction(() -> storage.appendEvents(transaction));
                                appended += transaction.size();
                            }
                        }
                        return appended;
                    }))
                    .toList();
            for (Future<Integer> one : running) {
                facts += one.get();
            }
        }
        return facts / ((System.nanoTime() - start) / 1e9);
    }

    private static List<List<DomainEventMessage<?>>> life() {
        InvitationCreated begun = created();
        InvitationId id = begun.invitationId();
        TeamId team = begun.teamId();
        Instant now = begun.at();
        UserId user = UserId.next();
        return List.of(
                List.of(message(id, 0, begun)),
                List.of(message(id, 1, new InvitationMailed(id, team, now, 1))),
                List.of(
                        message(id, 2, new InviteeVerified(id, team, now, user, Proof.MAILED_TOKEN)),
                        message(id, 3, new InviteeBound(id, team, now, user, Path.SIGNED_IN)),
                        message(id, 4, new InvitationAccepted(id, team, now, user, Role.MEMBER))));
    }

    private static List<List<DomainEventMessage<?>>> beginnings() {
        return List.of(IntStream.range(0, 250)
                .<DomainEventMessage<?>>mapToObj(_ -> {
                    InvitationCreated begun = created();
                    return message(begun.invitationId(), 0, begun);
                })
                .toList());
    }

    private static InvitationCreated created() {
        InvitationId id = InvitationId.next();
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        return new InvitationCreated(
                id,
                new TeamId("019a52c3-6d1e-7c41-9f0a-3b1c5d7e9f01"),
                now,
                Invitee.of(new EmailAddress("p" + id + "@example.org")),
                Role.MEMBER,
                "We need somebody who can count.",
                new UserId("019a52c2-9c8d-7b30-a1e2-2f4a6c8e0d34"),
                Channel.EMAIL,
                null,
                now.plus(Duration.ofDays(7)),
                null,
                null);
    }

    private static DomainEventMessage<?> message(InvitationId id, long number, Object fact) {
        return new GenericDomainEventMessage<>(
                "Invitation",
                id.value(),
                number,
                fact,
                Map.of(
                        StoredFact.ACTOR,
                        "019a52c2-9c8d-7b30-a1e2-2f4a6c8e0d34",
                        StoredFact.CORRELATION_ID,
                        id.value()));
    }
}
