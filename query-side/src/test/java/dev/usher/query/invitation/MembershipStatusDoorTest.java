package dev.usher.query.invitation;

import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamId;
import dev.usher.query.Life;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** {@code GET /team/{id}/member/{principalId}/membershipStatus}. */
@ExtendWith(RunningQuerySide.class)
class MembershipStatusDoorTest {

    private final World world = new World();

    @Test
    void itShowsExactlyWhatTheContractNames() {
        assertThat(status(world.member, world.member).toString())
                .isEqualTo(("{\"teamId\":\"%s\",\"userId\":\"%s\",\"isMember\":true,\"hasOpenInvitation\":false,"
                                + "\"canJoin\":false}")
                        .formatted(world.team, world.member.id()));
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void whoHasBoundAnOpenInvitationCanJoin(Life life) {
        Caller bound = World.nobody();
        life.live(world, bound.id());

        for (Caller asking : List.of(bound, world.administrator)) {
            assertStatus(status(bound, asking), false, life == Life.BOUND, life == Life.BOUND);
        }
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void anUnboundInvitationToTheirAddressIsOpenButTheyCannotJoinYet(Life life) {
        life.live(world, World.nobody().id());

        assertStatus(status(world.owner, world.owner), false, life.open() && !life.bound(), false);
    }

    @Test
    void anAdministratorDoesNotLearnWhoseAddressItIs() {
        world.invite(Invitee.of(world.address));

        assertStatus(status(world.owner, world.administrator), false, false, false);
    }

    @Test
    void whoIsInvitedByIdCanJoinUntilTheyBelong() {
        Caller invited = World.nobody();
        world.invite(Invitee.of(invited.id()));
        assertStatus(status(invited, invited), false, true, true);

        happen(new MemberAdmitted(world.team, World.now(), invited.id(), Role.MEMBER));
        assertStatus(status(invited, invited), true, true, false);

        happen(new MemberLeft(world.team, World.now(), invited.id()));
        assertStatus(status(invited, invited), false, true, true);
    }

    @Test
    void aTeamLooksToAStrangerLikeOneThatDoesNotExist() {
        Caller stranger = World.nobody();
        String absent = path(TeamId.next(), stranger);

        Answer none = get(absent, stranger);

        assertThat(none.status()).isEqualTo(200);
        assertStatus(none.json(), false, false, false);
        assertStatus(status(stranger, stranger), false, false, false);
    }

    @Test
    void onlyThatUserAndAdministratorsMayAsk() {
        TeamId absent = TeamId.next();
        List<Caller> others =
                List.of(world.owner, new World().administrator, World.nobody(), World.with(SiteRole.ANALYST));

        for (Caller other : others) {
            Answer foreign = get(path(world.team, world.member), other);
            Answer none = get(path(absent, world.member), other);
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(none.text().replace(absent.value(), world.team.value())).isEqualTo(foreign.text());
        }
        assertThat(get(path(world.team, world.administrator), world.member).status())
                .isEqualTo(404);
        assertThat(get(path(world.team, world.member), (String) null).status()).isEqualTo(401);
    }

    private JsonNode status(Caller of, Caller asking) {
        Answer answer = get(path(world.team, of), asking);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private static String path(TeamId team, Caller of) {
        return "/team/%s/member/%s/membershipStatus".formatted(team, of.id());
    }

    private static void assertStatus(JsonNode status, boolean member, boolean open, boolean canJoin) {
        assertThat(List.of(
                        status.get("isMember").asBoolean(),
                        status.get("hasOpenInvitation").asBoolean(),
                        status.get("canJoin").asBoolean()))
                .isEqualTo(List.of(member, open, canJoin));
    }
}
