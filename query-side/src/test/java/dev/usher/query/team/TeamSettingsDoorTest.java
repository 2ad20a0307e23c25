package dev.usher.query.team;

import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailDomain;
import dev.usher.api.TeamEvent.TeamSettingsChanged;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.World;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code GET /v1/organizations/{organizationId}/settings}. */
@ExtendWith(RunningQuerySide.class)
class TeamSettingsDoorTest {

    private final World world = new World();
    private final String path = "/v1/organizations/" + world.team + "/settings";

    @Test
    void aTeamAdmitsAnybodyUntilItSaysOtherwise() {
        assertThat(get(path, world.administrator).text()).isEqualTo("{\"allowedDomains\":[]}");

        happen(settings(List.of(new EmailDomain("a.example"), new EmailDomain("b.example")), 7));
        assertThat(get(path, world.administrator).text())
                .isEqualTo("{\"allowedDomains\":[\"a.example\",\"b.example\"],\"seats\":7}");

        happen(settings(List.of(), null));
        assertThat(get(path, world.administrator).text()).isEqualTo("{\"allowedDomains\":[]}");
    }

    @Test
    void onlyItsAdministratorsSeeIt() {
        assertThat(get(path, world.member).status()).isEqualTo(404);
        assertThat(get(path, World.nobody()).text().replace(world.team.value(), "ID"))
                .isEqualTo(get("/v1/organizations/none/settings", World.nobody())
                        .text()
                        .replace("none", "ID"));
    }

    private TeamSettingsChanged settings(List<EmailDomain> domains, Integer seats) {
        return new TeamSettingsChanged(world.team, World.now(), world.administrator.id(), domains, seats);
    }
}
