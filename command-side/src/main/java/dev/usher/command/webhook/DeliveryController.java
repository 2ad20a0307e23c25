package dev.usher.command.webhook;

import dev.usher.api.TeamId;
import dev.usher.api.WebhookId;
import dev.usher.command.RefuseUnknown;
import dev.usher.command.team.Teams;
import dev.usher.web.Caller;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What became of the deliveries of a webhook, and the way back for them (docs/api.md, Webhooks). */
@RestController
@RequestMapping(
        path = "/v1/organizations/{organizationId}/webhooks/{webhookId}/deliveries",
        produces = MediaType.APPLICATION_JSON_VALUE)
class DeliveryController {

    private final Teams teams;
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Replay replay;

    DeliveryController(Teams teams, Webhooks webhooks, Deliveries deliveries, Replay replay) {
        this.teams = teams;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.replay = replay;
    }

    @GetMapping
    List<Delivery> list(Caller caller, @PathVariable TeamId organizationId, @PathVariable WebhookId webhookId) {
        requireTheirs(caller, organizationId, webhookId);
        return deliveries.newest(webhookId);
    }

    @PostMapping("/{deliveryId}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void replay(
            Caller caller,
            @PathVariable TeamId organizationId,
            @PathVariable WebhookId webhookId,
            @PathVariable String deliveryId) {
        requireTheirs(caller, organizationId, webhookId);
        boolean again = DeliveryId.of(deliveryId)
                .filter(id -> id.webhook().equals(webhookId))
                .filter(replay::again)
                .isPresent();
        if (!again) {
            throw RefuseUnknown.absent(deliveryId);
        }
    }

    private void requireTheirs(Caller caller, TeamId team, WebhookId webhook) {
        teams.requireAdministrator(team, caller.id());
        if (!webhooks.has(team, webhook)) {
            throw RefuseUnknown.absent(webhook);
        }
    }
}
