package dev.usher.command.invitation;

import dev.usher.api.InvitationEvent;
import dev.usher.api.Refusal;
import dev.usher.api.invitation.InvitationWish;
import dev.usher.command.RefuseUnknown;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.BeforeEach;

/** The invitation's rules by themselves, on Axon's fixture, with the real tables of places, teams and accounts. */
abstract class InvitationFixture {

    private AggregateTestFixture<Invitation> fixture;
    private final AtomicReference<Exception> refused = new AtomicReference<>();

    /** What became of a wish. */
    sealed interface Decided {
        record Facts(List<InvitationEvent> facts) implements Decided {}

        record Refused(Refusal refusal) implements Decided {}

        record IdTaken() implements Decided {}
    }
}
