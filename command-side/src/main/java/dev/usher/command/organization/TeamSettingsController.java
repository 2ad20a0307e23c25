package dev.usher.command.organization;

import dev.usher.api.EmailDomain;
import dev.usher.api.Fields;
import dev.usher.api.TeamEvent.TeamSettingsChanged;
import dev.usher.api.TeamId;
import dev.usher.api.organization.TeamSettings;
import dev.usher.api.team.ChangeTeamSettings;
import dev.usher.command.team.Teams;
import dev.usher.web.Caller;
import dev.usher.web.OpenToApiKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whom a team may invite and how many (docs/api.md, Organizations). */
@RestController
@RequestMapping(path = "/v1/organizations/{organizationId}/settings", produces = MediaType.APPLICATION_JSON_VALUE)
class TeamSettingsController {

    private final CommandGateway commands;
    private final Teams teams;

    TeamSettingsController(CommandGateway commands, Teams teams) {
        this.commands = commands;
        this.teams = teams;
    }

    /**
     * All of them: what is not said is not set.
     *
     * @param allowedDomains null or empty for all
     * @param seats null for any number
     */
    record NewSettings(List<String> allowedDomains, Integer seats) {

        NewSettings {
            allowedDomains = allowedDomains == null ? List.of() : new ArrayList<>(allowedDomains);
        }

        List<EmailDomain> domains() {
            Fields fields = new Fields();
            List<EmailDomain> domains = allowedDomains.stream()
                    .map(domain -> fields.required("allowedDomains", domain, EmailDomain::new))
                    .filter(Objects::nonNull)
                    .toList();
            fields.check();
            return domains;
        }
    }

    @PutMapping
    @OpenToApiKeys
    TeamSettings change(Caller caller, @PathVariable TeamId organizationId, @RequestBody NewSettings given) {
        var wish = new ChangeTeamSettings(organizationId, caller.id(), given.domains(), given.seats());
        teams.requireMayChange(organizationId, caller.id());
        TeamSettingsChanged changed = commands.sendAndWait(wish);
        return new TeamSettings(changed.allowedDomains(), changed.seats());
    }
}
