package dev.usher.query.team;

import static dev.usher.query.RunningQuerySide.bean;
import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.Role;
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamEvent.ApiKeyDeleted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.eventstore.ApiKeys;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The list of a team's keys, and what the query side lets keys read. */
@ExtendWith(RunningQuerySide.class)
class ApiKeyDoorTest {

    private final World world = new World();
    private final String keys = "/v1/organizations/%s/api-keys".formatted(world.team);
    private final ApiKeyCreated portal = created("Portal", World.now());
    private final String secret = made(portal);

    private ApiKeyCreated created(String name, Instant at) {
        return new ApiKeyCreated(world.team, at, UserId.next(), name, Role.ADMIN, world.administrator.id());
    }

    private static String made(ApiKeyCreated fact) {
        happen(fact);
        return bean(ApiKeys.class).add(fact);
    }

    private Answer asKey(String path) {
        return RunningQuerySide.getBasic(path, portal.keyId().value(), secret);
    }

    @Test
    void administrators_see_what_there_is_newest_first_and_never_a_secret() {
        ApiKeyCreated newer = created("Newer", World.now().plusMillis(5));
        made(newer);

        Answer answer = get(keys, world.administrator);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().valueStream().map(key -> key.get("name").asString()))
                .containsExactly("Newer", "Portal");
        JsonNode key = answer.json().get(1);
        assertThat(key.propertyNames())
                .containsExactlyInAnyOrder("id", "name", "keyId", "role", "createdBy", "createdAt");
        assertThat(key.get("id").asString()).isEqualTo(portal.keyId().value());
        assertThat(key.get("keyId").asString()).isEqualTo(portal.keyId().value());
        assertThat(key.get("role").asString()).isEqualTo("admin");
        assertThat(key.get("createdBy").asString())
                .isEqualTo(world.administrator.id().value());
        assertThat(answer.text()).doesNotContain("usk_", secret.substring(4));
        assertThat(get(keys + "/" + portal.keyId(), world.administrator).json()).isEqualTo(key);
    }

    @Test
    void to_everybody_else_there_is_no_such_team_and_no_such_key() {
        String elsewhere = "/v1/organizations/%s/api-keys";
        for (Caller caller : List.of(world.member, World.nobody(), World.with(SiteRole.OPERATOR))) {
            Answer notTheirs = get(keys, caller);
            Answer notThere = get(elsewhere.formatted("nowhere"), caller);

            assertThat(notTheirs.status()).isEqualTo(404);
            assertThat(notTheirs.text().replace(world.team.value(), "ID"))
                    .isEqualTo(notThere.text().replace("nowhere", "ID"));
            assertThat(get(keys + "/" + portal.keyId(), caller).status()).isEqualTo(404);
        }
        World other = new World();
        String foreign = elsewhere.formatted(other.team) + "/" + portal.keyId();
        assertThat(get(foreign, other.administrator).status()).isEqualTo(404);
        assertThat(get(keys, (String) null).status()).isEqualTo(401);
        assertThat(get(keys + "/a%20b", world.administrator).status()).isEqualTo(400);
    }

    @Test
    void a_key_reads_what_its_team_may_read() {
        assertThat(asKey("/team/%s/openInvitation".formatted(world.team)).status())
                .isEqualTo(200);
        assertThat(asKey("/v1/organizations/%s/statistics".formatted(world.team))
                        .status())
                .isEqualTo(200);
        assertThat(asKey("/membershipInvitation/openInvitationCount")
                        .json()
                        .get("count")
                        .asInt())
                .isZero();
        String status = "/team/%s/member/%s/membershipStatus".formatted(world.team, portal.keyId());
        assertThat(asKey(status).json().get("isMember").asBoolean()).isFalse();
    }

    @Test
    void a_key_reads_nothing_else() {
        TeamId other = new World().team;

        assertThat(asKey("/team/%s/openInvitation".formatted(other)).text().replace(other.value(), "ID"))
                .isEqualTo(asKey("/team/nowhere/openInvitation").text().replace("nowhere", "ID"));
        assertThat(asKey("/team/%s/openInvitation".formatted(other)).status()).isEqualTo(404);
        assertThat(asKey("/v1/statistics").status()).isEqualTo(404);
        assertThat(asKey(keys).json().get("code").asString()).isEqualTo("not-by-api-key");
        assertThat(asKey(keys + "/" + portal.keyId()).status()).isEqualTo(403);
        assertThat(asKey("/v1/organizations/%s/api-keys".formatted(other)).status())
                .isEqualTo(404);
    }

    @Test
    void a_deleted_key_is_nobody_at_once_and_one_whose_creator_left_is_not() {
        happen(new MemberLeft(world.team, World.now(), world.administrator.id()));
        assertThat(asKey("/team/%s/openInvitation".formatted(world.team)).status())
                .isEqualTo(200);

        bean(ApiKeys.class).remove(new ApiKeyDeleted(world.team, World.now(), portal.keyId(), world.member.id()));

        assertThat(asKey("/team/%s/openInvitation".formatted(world.team)).status())
                .isEqualTo(401);
    }
}
