package dev.usher.query.invitation;

import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.query.Life;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.Who;
import dev.usher.query.World;
import dev.usher.web.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The e-mail form: one, without its address, for everybody; and those of a team, in both kinds of pages. */
@ExtendWith(RunningQuerySide.class)
class EmailInvitationDoorTest {

    private static final String ONE = "/emailMembershipInvitation/";

    private final World world = new World();
    private final Caller bound = World.nobody();
    private final String list = "/team/" + world.team + "/emailMembershipInvitations";

    @ParameterizedTest
    @EnumSource(Who.class)
    void whoIsSignedInSeesWhoInvitesToWhatAndNothingMore(Who who) {
        String id = world.invite(Invitee.of(world.address)).invitationId().value();
        String credentials = who.credentials(world, bound);

        for (String prefix : List.of("", "/repo/v1")) {
            Answer answer = get(prefix + ONE + id, credentials);
            if (who.unknown()) {
                assertThat(answer.status()).isEqualTo(401);
            } else {
                assertThat(answer.text()).isEqualTo(words(id));
            }
        }
    }

    private String words(String id) {
        return "{\"id\":\"%s\",\"teamId\":\"%s\",\"createdBy\":\"%s\"}"
                .formatted(id, world.team, world.administrator.id());
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void onlyAnOpenOneIsSeen(Life life) {
        String id = life.live(world, bound.id()).invitationId().value();
        String other = InvitationId.next().value();

        for (Caller caller : List.of(world.administrator, world.owner, bound, World.nobody())) {
            Answer answer = get(ONE + id, caller);
            if (life.open()) {
                assertThat(answer.text()).isEqualTo(words(id));
            } else {
                assertThat(answer.status()).isEqualTo(404);
                Who.assertSame(get(ONE + other, caller), other, answer, id);
            }
        }
    }

    @Test
    void anInvitationByUserIdIsNone() {
        InvitationCreated byId = world.invite(Invitee.of(bound.id()));

        assertThat(get(ONE + byId.invitationId(), bound).status()).isEqualTo(404);
        assertThat(get(list, world.administrator).text()).isEqualTo("{\"results\":[]}");
        assertThat(get(list + "?limit=5", world.administrator).text())
                .isEqualTo("{\"totalNumberOfResults\":0,\"results\":[]}");
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void onlyOpenOnesOfATeamAreListedWithTheirAddress(Life life) {
        String id = life.live(world, bound.id()).invitationId().value();
        String shown = life.open()
                ? "{\"id\":\"%s\",\"teamId\":\"%s\",\"emailAddress\":\"%s\",\"createdBy\":\"%s\"}"
                        .formatted(id, world.team, world.address.value(), world.administrator.id())
                : "";

        assertThat(get(list, world.administrator).text()).isEqualTo("{\"results\":[%s]}".formatted(shown));
        assertThat(get(list + "?offset=0", world.administrator).text())
                .isEqualTo("{\"totalNumberOfResults\":%d,\"results\":[%s]}".formatted(life.open() ? 1 : 0, shown));
    }

    private List<String> invite(int number) {
        List<InvitationCreated> created = new ArrayList<>();
        Instant now = World.now();
        for (int i = 0; i < number; i++) {
            Invitee invitee = Invitee.of(new EmailAddress("u" + i + "@x.org"));
            created.add(world.invitation(invitee, now.minusSeconds(i), now.plusSeconds(3600)));
        }
        happen(created.toArray(InvitationCreated[]::new));
        return created.stream().map(fact -> fact.invitationId().value()).toList();
    }

    private static List<String> ids(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json()
                .get("results")
                .valueStream()
                .map(one -> one.get("id").asString())
                .toList();
    }

    @Test
    void pagesByTokenShowEveryOneOnceAndTheLastHasNoToken() {
        List<String> all = invite(EmailInvitations.PAGE + 3);

        Answer first = get(list, world.administrator);
        invite(1);
        String token = first.json().get("nextPageToken").asString();
        Answer second = get("/repo/v1" + list + "?nextPageToken=" + token, world.administrator);

        assertThat(ids(first)).isEqualTo(all.subList(0, EmailInvitations.PAGE));
        assertThat(ids(second)).isEqualTo(all.subList(EmailInvitations.PAGE, all.size()));
        assertThat(second.json().propertyNames()).containsExactly("results");
    }

    @Test
    void pagesByOffsetSayHowManyThereAre() {
        List<String> all = invite(12);
        world.invite(Invitee.of(UserId.next()));

        Answer page = get(list + "?limit=5&offset=5", world.administrator);

        assertThat(ids(page)).isEqualTo(all.subList(5, 10));
        assertThat(page.json().get("totalNumberOfResults").asInt()).isEqualTo(12);
        assertThat(ids(get(list + "?offset=0", world.administrator))).isEqualTo(all.subList(0, 10));
        assertThat(ids(get(list + "?limit=100", world.administrator))).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nextPageToken=x",
                "nextPageToken=",
                "limit=0",
                "limit=101",
                "offset=-1",
                "limit=5&nextPageToken=x"
            })
    void aBadPageIsRefused(String parameter) {
        Answer answer = get(list + "?" + parameter, world.administrator);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().propertyNames()).containsExactly("concreteType", "reason");
    }

    @Test
    void aTokenOfAnotherTeamIsRefused() {
        invite(EmailInvitations.PAGE + 1);
        JsonNode first = get(list, world.administrator).json();
        World other = new World();

        Answer answer = get(
                "/team/%s/emailMembershipInvitations?nextPageToken=%s"
                        .formatted(other.team, first.get("nextPageToken").asString()),
                other.administrator);

        assertThat(answer.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void aTeamsListIsForItsAdministratorsAndLooksAbsentToOthers(Who who) {
        world.invite(Invitee.of(world.address));
        TeamId absent = TeamId.next();
        String credentials = who.credentials(world, bound);

        for (String query : List.of("", "?limit=5")) {
            Answer answer = get(list + query, credentials);
            Answer none = get(list.replace(world.team.value(), absent.value()) + query, credentials);

            if (who == Who.ADMINISTRATOR) {
                assertThat(ids(answer)).hasSize(1);
            } else {
                assertThat(answer.status()).isEqualTo(who.unknown() ? 401 : 404);
                Who.assertSame(none, absent.value(), answer, world.team.value());
            }
        }
    }
}
