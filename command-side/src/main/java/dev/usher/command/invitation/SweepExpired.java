package dev.usher.command.invitation;

import dev.usher.api.InvitationId;
import dev.usher.api.invitation.ExpireInvitation;
import dev.usher.command.Actor;
import dev.usher.command.invitation.Places.Due;
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

    /** Page by page behind the last one seen: what cannot be expired must not stop the others. */
    private void expireOverdue() {
        List<Due> page = List.of(Due.FIRST);
        while (!page.isEmpty()) {
            page = places.overdue(clock.instant(), page.getLast(), BATCH);
            page.forEach(due -> expire(due.invitation()));
        }
    }

    private void expire(InvitationId invitation) {
        try {
            commands.sendAndWait(new ExpireInvitation(invitation));
        } catch (RuntimeException e) {
            LOG.warn("Invitation {} could not be expired; the next sweep tries again", invitation, e);
        }
    }
}
