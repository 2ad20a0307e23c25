package dev.usher.command.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.Role;
import dev.usher.api.TeamEvent;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What facts make of a membership. */
class MembershipTest {

    private static final TeamId TEAM = new TeamId("owls");
    private static final UserId USER = new UserId("alice");
    private static final Instant NOW = Instant.EPOCH;

    private static MembershipState after(TeamEvent... facts) {
        MembershipState state = new MembershipState.Outside();
        for (TeamEvent fact : facts) {
            state = state.evolve(fact);
        }
        return state;
    }

    @Test
    void who_was_admitted_is_inside_with_that_role() {
        assertThat(after(new MemberAdmitted(TEAM, NOW, USER, Role.ADMIN)))
                .isEqualTo(new MembershipState.Inside(Role.ADMIN));
    }

    @Test
    void who_left_is_outside_and_can_come_back_with_another_role() {
        MemberAdmitted admitted = new MemberAdmitted(TEAM, NOW, USER, Role.ADMIN);
        MemberLeft left = new MemberLeft(TEAM, NOW, USER);

        assertThat(after(admitted, left)).isEqualTo(new MembershipState.Outside());
        assertThat(after(admitted, left, new MemberAdmitted(TEAM, NOW, USER, Role.MEMBER)))
                .isEqualTo(new MembershipState.Inside(Role.MEMBER));
    }

    @Test
    void the_founding_of_the_team_says_nothing_about_members() {
        assertThat(after(new TeamFounded(TEAM, NOW, "Owls", USER))).isEqualTo(new MembershipState.Outside());
    }
}
