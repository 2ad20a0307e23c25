package dev.usher.command.organization;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.usher.api.EmailAddress;
import dev.usher.api.Fields;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Refusal;
import dev.usher.api.Roles;
import dev.usher.api.TeamId;
import dev.usher.api.invitation.DeleteInvitation;
import dev.usher.api.organization.InvitationResource;
import dev.usher.api.organization.OrganizationInvitation;
import dev.usher.command.invitation.InvitationCommands;
import dev.usher.command.invitation.Invitations;
import dev.usher.web.Caller;
import dev.usher.web.Enveloped;
import dev.usher.web.OpenToApiKeys;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Seed 003 in the envelope of its existing clients, which retry blindly and take nothing but 200 for a success. */
@RestController
@RequestMapping(
        path = "/clickhouse/v1/organizations/{organizationId}/invitations",
        produces = MediaType.APPLICATION_JSON_VALUE)
class EnvelopedInvitationController {

    private final Reception reception;
    private final Invitations invitations;
    private final InvitationCommands commands;
    private final Roles roles;

    EnvelopedInvitationController(
            Reception reception, Invitations invitations, InvitationCommands commands, Roles roles) {
        this.reception = reception;
        this.invitations = invitations;
        this.commands = commands;
        this.roles = roles;
    }

    /** @param assignedRoleIds of a newer version of those clients: there are none here, so none may be asked for */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record NewMember(String email, String role, List<String> assignedRoleIds) {

        NewInvitation asInvitation() {
            Fields fields = new Fields();
            if (email == null) {
                fields.wrong("email", "email is required");
            }
            if (assignedRoleIds != null && !assignedRoleIds.isEmpty()) {
                fields.wrong("assignedRoleIds", "assignedRoleIds must be empty: name the role by role");
            }
            fields.check();
            return new NewInvitation(email, null, role, null, null, null, null, null, null);
        }
    }

    @OpenToApiKeys
    @PostMapping
    Enveloped<OrganizationInvitation> create(
            Caller caller, @PathVariable TeamId organizationId, @RequestBody NewMember given) {
        NewInvitation wished = given.asInvitation();
        try {
            return answer(reception.create(organizationId, caller.id(), wished));
        } catch (Refusal duplicate) {
            return answer(
                    sameOfBefore(duplicate, caller, organizationId, wished).orElseThrow(() -> duplicate));
        }
    }

    @OpenToApiKeys
    @DeleteMapping("/{invitationId}")
    Enveloped<Void> delete(
            Caller caller, @PathVariable TeamId organizationId, @PathVariable InvitationId invitationId) {
        commands.delete(new DeleteInvitation(invitationId, organizationId, caller.id(), null));
        return Enveloped.of(null);
    }

    /** The pending invitation that the same caller made by the same words: this is a retry, not a second wish. */
    private Optional<InvitationResource> sameOfBefore(
            Refusal refusal, Caller caller, TeamId team, NewInvitation wished) {
        if (refusal.code() != Refusal.Code.DUPLICATE_INVITATION) {
            return Optional.empty();
        }
        String role = wished.role() == null ? roles.standard().value() : wished.role();
        return invitations
                .openFor(team, Invitee.of(new EmailAddress(wished.email())))
                .flatMap(invitations::resource)
                .filter(pending -> pending.createdBy().equals(caller.id()))
                .filter(pending -> pending.role().value().equals(role));
    }

    private static Enveloped<OrganizationInvitation> answer(InvitationResource created) {
        return Enveloped.of(new OrganizationInvitation(
                created.role(), created.id(), created.email(), created.createdAt(), created.expireAt()));
    }
}
