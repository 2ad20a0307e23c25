package dev.usher.command.invitation;

import dev.usher.api.InvitationId;
import dev.usher.api.invitation.ExpireInvitation;
import dev.usher.command.Actor;
import java.time.Clock;
import java.util.List;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Records that invitations expired, each in a transaction of its own, so that statistics know and nobody's view lags.
 * Several command sides may sweep at once: whoever comes second finds nothing to do.
 */
@Component
class SweepExpired {

    private static final Logger LOG = LoggerFactory.getLogger(SweepExpired.class);
    private static final int BATCH = 500;

    private final Places places;
    private final CommandGateway commands;
    private final Clock clock;

    SweepExpired(Places places, CommandGateway commands, Clock clock) {
        this.places = places;
        this.commands = commands;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${usher.sweep-every:PT1M}", initialDelayString = "PT5S")
    void sweep() {
        Actor.as("sweep-expired", this::expireOverdue);
    }

    private void expireOverdue() {
        List<InvitationId> overdue;
        do {
            overdue = places.overdue(clock.instant(), BATCH);
        } while (expired(overdue) == BATCH);
    }

    /** How many could be expired: one that cannot must neither stop the others nor keep the sweep going. */
    private int expired(List<InvitationId> overdue) {
        int done = 0;
        for (InvitationId invitation : overdue) {
            try {
                commands.sendAndWait(new ExpireInvitation(invitation));
                done++;
            } catch (RuntimeException e) {
                LOG.warn("Invitation {} could not be expired; the next sweep tries again", invitation, e);
            }
        }
        return done;
    }
}
