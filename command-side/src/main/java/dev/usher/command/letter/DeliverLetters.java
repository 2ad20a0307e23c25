package dev.usher.command.letter;

import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationEvent.VerificationRequested;
import dev.usher.command.mail.Mailroom;
import dev.usher.eventstore.FactConsumer;
import dev.usher.eventstore.StoredFact;
import java.util.List;

/** Posts a letter for each fact that causes one, in the transaction that moves on in the log. */
final class DeliverLetters implements FactConsumer {

    /** As the log names who caused a fact. */
    static final String ACTOR = "deliver-letters";

    private final Mailroom mailroom;

    DeliverLetters(Mailroom mailroom) {
        this.mailroom = mailroom;
    }

    @Override
    public String name() {
        return "letters";
    }

    @Override
    public void consume(List<StoredFact> batch) {
        batch.forEach(this::consume);
    }

    private void consume(StoredFact stored) {
        switch (stored.fact()) {
            case InvitationCreated fact
            when fact.channel() == Channel.EMAIL -> post(new InvitationLetter(fact.invitationId(), 1));
            case InvitationResent fact -> post(new InvitationLetter(fact.invitationId(), fact.generation()));
            case VerificationRequested fact -> {
                VerificationLetter letter = new VerificationLetter(
                        fact.invitationId(), fact.generation(), fact.userId(), fact.portalEndpoint(), fact.at());
                mailroom.post(letter.id(stored.position()), letter);
            }
            default -> {}
        }
    }

    private void post(InvitationLetter letter) {
        mailroom.post(letter.id(), letter);
    }
}
