package dev.usher.command.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.usher.api.Fields;
import dev.usher.api.PlainText;
import dev.usher.api.TeamId;
import dev.usher.api.WebhookId;
import dev.usher.command.RefuseUnknown;
import dev.usher.command.idempotency.Attempt;
import dev.usher.command.team.Teams;
import dev.usher.eventstore.Log;
import dev.usher.web.Caller;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where a team hears of its invitations (docs/api.md, Webhooks). */
@RestController
@RequestMapping(path = "/v1/organizations/{organizationId}/webhooks", produces = MediaType.APPLICATION_JSON_VALUE)
class WebhookController {

    private final Webhooks webhooks;
    private final Receivers receivers;
    private final Teams teams;
    private final Log log;
    private final Clock clock;

    WebhookController(Webhooks webhooks, Receivers receivers, Teams teams, Log log, Clock clock) {
        this.webhooks = webhooks;
        this.receivers = receivers;
        this.teams = teams;
        this.log = log;
        this.clock = clock;
    }

    /** @param events null for all, also those to come */
    record NewWebhook(String url, List<String> events) {}

    /** @param secret in the answer to its creation only */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WebhookResource(WebhookId id, URI url, List<String> events, String secret, Instant createdAt) {

        static WebhookResource of(Webhook webhook, String secret) {
            List<String> events = webhook.events() == null ? Announcement.EVENTS : webhook.events();
            return new WebhookResource(webhook.id(), webhook.url(), events, secret, webhook.createdAt());
        }
    }

    @PostMapping
    ResponseEntity<WebhookResource> create(
            Caller caller, @PathVariable TeamId organizationId, @RequestBody NewWebhook given) {
        teams.requireAdministrator(organizationId, caller.id());
        Fields fields = new Fields();
        URI url = fields.required("url", given.url(), receivers::read);
        List<String> events = events(fields, given.events());
        fields.check();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Webhook webhook = new Webhook(Attempt.newId(WebhookId::new), organizationId, url, events, log.head(), now);
        if (Attempt.maybeDone()) {
            // What an earlier try made has a secret that was never told.
            webhooks.remove(organizationId, webhook.id());
        }
        String secret = Signature.shown(webhooks.add(webhook));
        URI self = URI.create("/v1/organizations/%s/webhooks/%s".formatted(organizationId, webhook.id()));
        return ResponseEntity.created(self).body(WebhookResource.of(webhook, secret));
    }

    @GetMapping
    List<WebhookResource> list(Caller caller, @PathVariable TeamId organizationId) {
        teams.requireAdministrator(organizationId, caller.id());
        return webhooks.of(organizationId).stream()
                .map(webhook -> WebhookResource.of(webhook, null))
                .toList();
    }

    @GetMapping("/{webhookId}")
    WebhookResource show(Caller caller, @PathVariable TeamId organizationId, @PathVariable WebhookId webhookId) {
        return list(caller, organizationId).stream()
                .filter(webhook -> webhook.id().equals(webhookId))
                .findFirst()
                .orElseThrow(() -> RefuseUnknown.absent(webhookId));
    }

    @DeleteMapping("/{webhookId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable TeamId organizationId, @PathVariable WebhookId webhookId) {
        teams.requireAdministrator(organizationId, caller.id());
        webhooks.remove(organizationId, webhookId);
    }

    private static List<String> events(Fields fields, List<String> given) {
        if (given == null) {
            return null;
        }
        if (given.isEmpty()) {
            fields.wrong("events", "events must name one or more; leave it out for all");
        }
        List<String> unknown = new ArrayList<>(given);
        unknown.removeAll(Announcement.EVENTS);
        unknown.stream()
                .distinct()
                .limit(10)
                .forEach(event -> fields.wrong(
                        "events",
                        "events must be among %s, was %s".formatted(Announcement.EVENTS, PlainText.quoted(event))));
        return given.stream().distinct().toList();
    }
}
