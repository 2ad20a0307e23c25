package dev.usher.command.letter;

import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.invitation.RecordLetterFailed;
import dev.usher.api.invitation.RecordLetterMailed;
import dev.usher.eventstore.StoredFact;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has it recorded in the log what became of a letter. */
final class LetterRecords {

    private static final Logger LOG = LoggerFactory.getLogger(LetterRecords.class);
    private static final int LONGEST_REASON = 500;

    private final CommandGateway commands;

    LetterRecords(CommandGateway commands) {
        this.commands = commands;
    }

    void mailed(InvitationId invitation, int generation) {
        send(new RecordLetterMailed(invitation, generation));
    }

    void failed(InvitationId invitation, int generation, String reason) {
        send(new RecordLetterFailed(invitation, generation, Wording.cut(reason, LONGEST_REASON)));
    }

    /** A refusal will not change. Too many lost races are none: that failure goes on, and this is done again. */
    private void send(Object command) {
        try {
            commands.sendAndWait(
                    GenericCommandMessage.asCommandMessage(command)
                            .andMetaData(Map.of(StoredFact.ACTOR, DeliverLetters.ACTOR)),
                    30,
                    TimeUnit.SECONDS);
        } catch (Refusal refusal) {
            LOG.info("{} was refused: {}", command, refusal.getMessage());
        }
    }
}
