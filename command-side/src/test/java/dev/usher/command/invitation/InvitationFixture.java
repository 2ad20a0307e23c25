package dev.usher.command.invitation;

import dev.usher.api.InvitationEvent;
import dev.usher.api.Refusal;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.test.aggregate.AggregateTestFixture;

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
