package dev.usher.query.invitation;

import static dev.usher.query.RunningQuerySide.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.query.Life;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.Who;
import dev.usher.query.World;
import dev.usher.web.Caller;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code GET /membershipInvitation/{id}}: every state of the invitation x every kind of caller. */
@ExtendWith(RunningQuerySide.class)
class InvitationDoorTest {

    private static final String PATH = "/membershipInvitation/";

    private final World world = new World();
    private final Caller bound = World.nobody();

    static Stream<Arguments> everyLifeAndCaller() {
        return Arrays.stream(Life.values())
                .flatMap(life -> Arrays.stream(Who.values()).map(who -> Arguments.of(life, who)));
    }

    private static int expected(Life life, Who who) {
        if (who.unknown()) {
            return 401;
        }
        boolean may = switch (who) {
            case ADMINISTRATOR, OWNER_OF_THE_ADDRESS -> true;
            case BOUND_INVITEE -> life.bound();
            default -> false;
        };
        return may && life != Life.DELETED ? 200 : 404;
    }

    @ParameterizedTest
    @MethodSource("everyLifeAndCaller")
    void whoMayLookSeesItAndNobodyElseLearnsThatItExists(Life life, Who who) {
        InvitationCreated created = life.live(world, bound.id());
        String id = created.invitationId().value();
        String credentials = who.credentials(world, bound);

        Answer answer = get(PATH + id, credentials);

        assertThat(answer.status()).isEqualTo(expected(life, who));
        if (answer.status() == 200) {
            assertThat(answer.json().get("id").asString()).isEqualTo(id);
        } else {
            String other = InvitationId.next().value();
            Who.assertSame(get(PATH + other, credentials), other, answer, id);
        }
    }

    @Test
    void itShowsExactlyWhatTheDocumentNames() {
        InvitationCreated created = world.invite(Invitee.of(world.address));

        Answer answer = get(PATH + created.invitationId(), world.administrator);

        Map<String, String> shown = new LinkedHashMap<>();
        answer.json()
                .properties()
                .forEach(e -> shown.put(e.getKey(), e.getValue().asString()));
        assertThat(shown)
                .containsOnly(
                        Map.entry("id", created.invitationId().value()),
                        Map.entry("teamId", world.team.value()),
                        Map.entry("inviteeEmail", world.address.value()),
                        Map.entry("message", "Join us"),
                        Map.entry("createdBy", world.administrator.id().value()),
                        Map.entry("createdOn", milliseconds(created.at())),
                        Map.entry("expiresOn", milliseconds(created.expiresAt())));
    }

    private static String milliseconds(Instant time) {
        String text = time.toString();
        return text.contains(".") ? text : text.replace("Z", ".000Z");
    }

    @Test
    void aBoundOneNamesItsInvitee() {
        InvitationCreated created = Life.BOUND.live(world, bound.id());

        Answer answer = get(PATH + created.invitationId(), bound);

        assertThat(answer.json().get("inviteeId").asString())
                .isEqualTo(bound.id().value());
    }

    @Test
    void theInvitedUserSeesAnInvitationToTheirId() {
        InvitationCreated created = world.invite(Invitee.of(bound.id()));

        assertThat(get(PATH + created.invitationId(), bound).status()).isEqualTo(200);
        assertThat(get(PATH + created.invitationId(), world.owner).status()).isEqualTo(404);
    }

    @Test
    void existingClientsFindItUnderTheirPrefixAndWithTheirHeader() {
        InvitationCreated created = world.invite(Invitee.of(world.address));

        assertThat(get("/repo/v1" + PATH + created.invitationId(), world.owner).status())
                .isEqualTo(200);
        assertThat(get("/repo/v1" + PATH + created.invitationId(), World.nobody())
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void aReadRightAfterAWriteSeesIt(Life life) {
        for (int i = 0; i < 10; i++) {
            InvitationCreated created = life.live(world, bound.id());

            Answer answer = get(PATH + created.invitationId(), world.administrator);

            assertThat(answer.status()).isEqualTo(life == Life.DELETED ? 404 : 200);
            assertThat(answer.header("Usher-Behind")).isNull();
        }
    }

    @Test
    void anIdThatCannotBeOneIsMalformed() {
        Answer answer = get(PATH + "a%20b", world.administrator);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("concreteType").asString())
                .isEqualTo("org.sagebionetworks.repo.model.ErrorResponse");
        assertThat(answer.json().get("reason").asString()).contains("'a b'");
    }
}
