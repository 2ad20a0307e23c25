package dev.usher.query.invitation;

import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.query.Credentials;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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

    /** The kinds of callers, each with the access token they send. */
    enum Who {
        WITHOUT_CREDENTIALS,
        WITH_EXPIRED_CREDENTIALS,
        WITH_FORGED_CREDENTIALS,
        WITH_UNSIGNED_CREDENTIALS,
        ADMINISTRATOR,
        OTHER_ADMINISTRATOR,
        FORMER_ADMINISTRATOR,
        MEMBER,
        OWNER_OF_THE_ADDRESS,
        OWNER_OF_ANOTHER_ADDRESS,
        OWNER_OF_A_LOOK_ALIKE,
        BOUND_INVITEE,
        ANALYST;

        boolean unknown() {
            return ordinal() <= WITH_UNSIGNED_CREDENTIALS.ordinal();
        }
    }

    private String credentials(Who who) {
        return switch (who) {
            case WITHOUT_CREDENTIALS -> null;
            case WITH_EXPIRED_CREDENTIALS -> Credentials.expired(world.administrator);
            case WITH_FORGED_CREDENTIALS -> Credentials.forged(world.administrator);
            case WITH_UNSIGNED_CREDENTIALS -> Credentials.unsigned(world.administrator);
            case ADMINISTRATOR -> tokenOf(world.administrator);
            case OTHER_ADMINISTRATOR -> tokenOf(new World().administrator);
            case FORMER_ADMINISTRATOR -> {
                RunningQuerySide.happen(new MemberLeft(world.team, World.now(), world.administrator.id()));
                yield tokenOf(world.administrator);
            }
            case MEMBER -> tokenOf(world.member);
            case OWNER_OF_THE_ADDRESS -> tokenOf(world.owner);
            case OWNER_OF_ANOTHER_ADDRESS -> tokenOf(World.ownerOf(new EmailAddress("bob@x.org")));
            case OWNER_OF_A_LOOK_ALIKE -> tokenOf(World.ownerOf(lookAlikes()));
            case BOUND_INVITEE -> tokenOf(bound);
            case ANALYST -> tokenOf(World.with(SiteRole.ANALYST));
        };
    }

    private EmailAddress[] lookAlikes() {
        String address = world.address.value();
        return Stream.of(
                        address.replaceFirst("\\.", ""),
                        address.replace("@x.org", "@x.org.x.org"),
                        address.replace("@x.org", "+a@x.org"),
                        address.replaceFirst("a", "_"),
                        address.replaceFirst("a", "%"))
                .map(EmailAddress::new)
                .toArray(EmailAddress[]::new);
    }

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
        String credentials = credentials(who);

        Answer answer = get(PATH + id, credentials);

        assertThat(answer.status()).isEqualTo(expected(life, who));
        if (answer.status() == 200) {
            assertThat(answer.json().get("id").asString()).isEqualTo(id);
        } else {
            assertLooksLikeAnAbsentOne(answer, id, credentials);
        }
    }

    private static void assertLooksLikeAnAbsentOne(Answer answer, String id, String credentials) {
        String other = InvitationId.next().value();
        Answer absent = get(PATH + other, credentials);

        assertThat(absent.status()).isEqualTo(answer.status());
        assertThat(absent.text().replace(other, id)).isEqualTo(answer.text());
        assertThat(names(absent)).isEqualTo(names(answer));
    }

    /** All but those of the connection, which is closed now and then. */
    private static Set<String> names(Answer answer) {
        Set<String> names = new HashSet<>(answer.headers().map().keySet());
        names.removeAll(Set.of("connection", "keep-alive"));
        return names;
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
