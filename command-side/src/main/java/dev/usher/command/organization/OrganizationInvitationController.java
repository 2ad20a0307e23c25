package dev.usher.command.organization;

import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.invitation.DeleteInvitation;
import dev.usher.api.invitation.ResendInvitation;
import dev.usher.api.organization.InvitationResource;
import dev.usher.command.invitation.InvitationCommands;
import dev.usher.web.Caller;
import dev.usher.web.OpenToApiKeys;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What an administrator changes (seed 003, and more in Usher's own words). */
@RestController
@RequestMapping(path = "/v1/organizations/{organizationId}/invitations", produces = MediaType.APPLICATION_JSON_VALUE)
class OrganizationInvitationController {

    private final Reception reception;
    private final InvitationCommands commands;
    private final Clock clock;

    OrganizationInvitationController(Reception reception, InvitationCommands commands, Clock clock) {
        this.reception = reception;
        this.commands = commands;
        this.clock = clock;
    }

    /** @param expiresIn null for seven days */
    record Resend(String expiresIn) {}

    @OpenToApiKeys
    @PostMapping
    ResponseEntity<InvitationResource> create(
            Caller caller, @PathVariable TeamId organizationId, @RequestBody NewInvitation given) {
        InvitationResource created = reception.create(organizationId, caller.id(), given);
        return ResponseEntity.created(URI.create(created.self()))
                .eTag(Versions.etag(created.version()))
                .body(created);
    }

    @OpenToApiKeys
    @DeleteMapping("/{invitationId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            Caller caller,
            @PathVariable TeamId organizationId,
            @PathVariable InvitationId invitationId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) String ifMatch) {
        commands.delete(new DeleteInvitation(invitationId, organizationId, caller.id(), Versions.wished(ifMatch)));
    }

    /** A fresh secret, a fresh expiry and, where letters tell of it, a new letter; the older links are void. */
    @OpenToApiKeys
    @PostMapping("/{invitationId}/resend")
    ResponseEntity<InvitationResource> resend(
            Caller caller,
            @PathVariable TeamId organizationId,
            @PathVariable InvitationId invitationId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) String ifMatch,
            @RequestBody(required = false) Resend given) {
        Instant expiresAt = given == null || given.expiresIn() == null
                ? null
                : clock.instant().plus(NewInvitation.Reader.life(given.expiresIn()));
        InvitationResource resent = reception.resend(
                new ResendInvitation(invitationId, organizationId, caller.id(), expiresAt, Versions.wished(ifMatch)));
        return ResponseEntity.ok().eTag(Versions.etag(resent.version())).body(resent);
    }
}
