package dev.usher.query.team;

import dev.usher.api.TeamId;
import dev.usher.api.organization.TeamSettings;
import dev.usher.query.view.SeesWrites;
import dev.usher.web.Caller;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Whom a team may invite and how many (docs/api.md, Organizations). */
@RestController
@SeesWrites(MembershipView.NAME)
final class TeamSettingsController {

    private final Teams teams;

    TeamSettingsController(Teams teams) {
        this.teams = teams;
    }

    @GetMapping(path = "/v1/organizations/{organizationId}/settings", produces = MediaType.APPLICATION_JSON_VALUE)
    TeamSettings find(Caller caller, @PathVariable TeamId organizationId) {
        teams.requireAdministrator(organizationId, caller);
        return teams.settingsOf(organizationId);
    }
}
