package dev.usher.command.organization;

import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.invitation.AcceptInvitation;
import dev.usher.api.invitation.Claim;
import dev.usher.api.invitation.DeclineInvitation;
import dev.usher.api.organization.InvitationResource;
import dev.usher.api.organization.InvitationResource.Viewer;
import dev.usher.web.Caller;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an invitee decides: verified, bound and decided in one step, all of it or nothing. */
@RestController
@RequestMapping(
        path = "/v1/organizations/{organizationId}/invitations/{invitationId}",
        produces = MediaType.APPLICATION_JSON_VALUE)
class InviteeController {

    private final CommandGateway commands;
    private final Claims claims;
    private final Reception reception;

    InviteeController(CommandGateway commands, Claims claims, Reception reception) {
        this.commands = commands;
        this.claims = claims;
        this.reception = reception;
    }

    /** @param token that of a verification letter, as in its link; null when the invited address is the caller's */
    record Decision(String token) {

        private static String tokenOf(Decision given) {
            return given == null ? null : given.token;
        }

        @Override
        public String toString() {
            return "Decision[…]";
        }
    }

    @PostMapping("/acceptance")
    ResponseEntity<InvitationResource> accept(
            Caller caller,
            @PathVariable TeamId organizationId,
            @PathVariable InvitationId invitationId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) String ifMatch,
            @RequestBody(required = false) Decision given) {
        Long version = Versions.wished(ifMatch);
        Claim claim = claims.of(caller, organizationId, invitationId, Decision.tokenOf(given));
        commands.sendAndWait(
                new AcceptInvitation(invitationId, organizationId, caller.id(), caller.emails(), claim, version));
        return decided(invitationId);
    }

    @PostMapping("/declination")
    ResponseEntity<InvitationResource> decline(
            Caller caller,
            @PathVariable TeamId organizationId,
            @PathVariable InvitationId invitationId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) String ifMatch,
            @RequestBody(required = false) Decision given) {
        Long version = Versions.wished(ifMatch);
        Claim claim = claims.of(caller, organizationId, invitationId, Decision.tokenOf(given));
        commands.sendAndWait(new DeclineInvitation(invitationId, organizationId, caller.id(), claim, version));
        return decided(invitationId);
    }

    private ResponseEntity<InvitationResource> decided(InvitationId id) {
        InvitationResource decided = reception.seenBy(Viewer.INVITEE, id);
        return ResponseEntity.ok().eTag(Versions.etag(decided.version())).body(decided);
    }
}
