package dev.usher.query.organization;

import static dev.usher.query.RunningQuerySide.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.Invitee;
import dev.usher.query.Life;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.web.Caller;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The organizations door in the envelope that clients of seed 003 expect. */
@ExtendWith(RunningQuerySide.class)
class EnvelopeDoorTest {

    private final World world = new World();
    private final String list = "/clickhouse/v1/organizations/" + world.team + "/invitations";

    private InvitationCreated invite() {
        Instant at = Instant.parse("2126-03-01T10:00:00Z");
        InvitationCreated created = world.invitation(Invitee.of(world.address), at, at.plusMillis(3_600_007));
        RunningQuerySide.happen(created);
        return created;
    }

    private static String words(InvitationCreated created, String email) {
        return "{\"role\":\"member\",\"id\":\"%s\",\"email\":%s,\"createdAt\":\"2126-03-01T10:00:00.000Z\",\"expireAt\":\"2126-03-01T11:00:00.007Z\"}"
                .formatted(created.invitationId(), email);
    }

    @Test
    void oneHasTheFiveFieldsOfTheDocumentAndNothingElse() {
        InvitationCreated created = invite();

        Answer answer = get(list + "/" + created.invitationId(), world.administrator);

        assertThat(answer.text())
                .isEqualTo("{\"status\":200,\"requestId\":\"%s\",\"result\":%s}"
                        .formatted(answer.header("X-Request-Id"), words(created, "\"" + world.address.value() + "\"")));
    }

    @Test
    void aListHasThemNewestFirst() {
        InvitationCreated older = world.invite(Invitee.of(new EmailAddress("old@x.org")));
        InvitationCreated newer = invite();

        Answer answer = get(list, world.administrator);

        JsonNode results = answer.json().get("result");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .startsWith(
                        "{\"status\":200,\"requestId\":\"%s\",\"result\":[".formatted(answer.header("X-Request-Id")));
        assertThat(results.valueStream().map(result -> result.get("id").asString()))
                .containsExactly(
                        newer.invitationId().value(), older.invitationId().value());
        assertThat(results.get(0).toString()).isEqualTo(words(newer, "\"" + world.address.value() + "\""));
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void onlyOpenOnesAreListed(Life life) {
        life.live(world, World.nobody().id());

        assertThat(get(list, world.administrator).json().get("result").size()).isEqualTo(life.open() ? 1 : 0);
    }

    @Test
    void anEmptyListIsAnEmptyArray() {
        assertThat(get(list, world.administrator).text()).endsWith(",\"result\":[]}");
    }

    @Test
    void parametersThatItDoesNotKnowAreIgnored() {
        invite();

        Answer answer = get(list + "?limit=0&page=2", world.administrator);

        assertThat(answer.json().get("result").size()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace-me", "", "not-a-uuid-but-of-the-very-same-lengt"})
    void theRequestIdIsAUuidWhateverTheCallerSays(String given) {
        Answer answer = get(list, world.administrator, "X-Request-Id", given);

        String id = answer.json().get("requestId").asString();
        assertThat(UUID.fromString(id)).hasToString(id);
        assertThat(answer.header("X-Request-Id")).isEqualTo(id);
    }

    @Test
    void aUuidOfTheCallerIsTakenOver() {
        String id = UUID.randomUUID().toString();

        Answer answer = get(list, world.administrator, "X-Request-Id", id);

        assertThat(answer.json().get("requestId").asString()).isEqualTo(id);
    }

    /** Some clients send it with every call, also where there is no body. */
    @Test
    void jsonWithACharsetIsAccepted() {
        Answer answer = get(
                list,
                world.administrator,
                "Content-Type",
                "application/json; charset=utf-8",
                "Accept",
                "application/json; charset=utf-8");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
    }

    @Test
    void errorsHaveTheFormOfTheDoor() {
        for (Caller other : List.of(new World().administrator, world.member, world.owner)) {
            Answer answer = get(list, other);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().propertyNames()).containsExactly("status", "error", "requestId");
            assertThat(answer.json().get("requestId").asString()).isEqualTo(answer.header("X-Request-Id"));
        }
        assertThat(get(list, (String) null).json().get("status").asInt()).isEqualTo(401);
    }
}
