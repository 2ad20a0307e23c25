package dev.usher.query.organization;

import static dev.usher.query.Filled.assertReads;
import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.Path;
import dev.usher.api.Invitee;
import dev.usher.api.UserId;
import dev.usher.query.Credentials;
import dev.usher.query.Filled;
import dev.usher.query.Life;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.query.listing.ListingsOverViews;
import dev.usher.web.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code GET /v1/me/invitations}: what the caller may accept. */
@ExtendWith(RunningQuerySide.class)
class MyInvitationDoorTest {

    private static final String MINE = "/v1/me/invitations";

    private final World world = new World();
    private final Caller bound = World.nobody();

    private static List<String> ids(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().valueStream().map(one -> one.get("id").asString()).toList();
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void onlyOpenOnesAreThere(Life life) {
        InvitationCreated created = life.live(world, bound.id());
        Caller invitee = life.bound() ? bound : world.owner;

        assertThat(ids(get(MINE, invitee)))
                .isEqualTo(life.open() ? List.of(created.invitationId().value()) : List.of());
    }

    @Test
    void thoseOfAllTeamsToIdAndAddressesComeNewestFirstWithWhatToDoNext() {
        World other = new World();
        InvitationCreated older = world.invitation(
                Invitee.of(world.address),
                World.now().minusSeconds(60),
                World.now().plusSeconds(60));
        happen(older);
        InvitationCreated newer = other.invite(Invitee.of(world.owner.id()));

        JsonNode mine = get(MINE, world.owner).json();

        assertThat(ids(get(MINE, world.owner)))
                .containsExactly(
                        newer.invitationId().value(), older.invitationId().value());
        String self = "/v1/organizations/%s/invitations/%s".formatted(world.team, older.invitationId());
        assertThat(mine.get(1).get("_links").toString())
                .isEqualTo(("{\"self\":{\"href\":\"%1$s\",\"method\":\"GET\"},"
                                + "\"acceptance\":{\"href\":\"%1$s/acceptance\",\"method\":\"POST\"},"
                                + "\"declination\":{\"href\":\"%1$s/declination\",\"method\":\"POST\"}}")
                        .formatted(self));
        assertThat(mine.get(1)).isEqualTo(get(self, world.owner).json());
    }

    @Test
    void whatIsBoundToSomebodyElseIsNotMineAndNeitherIsWhatIsSimilar() {
        InvitationCreated created = world.invite(Invitee.of(world.address));
        Caller lookAlike = World.ownerOf(new EmailAddress(world.address.value().replaceFirst("\\.", "")));

        assertThat(ids(get(MINE, lookAlike))).isEmpty();
        assertThat(ids(get(MINE, world.administrator))).isEmpty();
        happen(new InviteeBound(created.invitationId(), world.team, World.now(), bound.id(), Path.SIGNED_IN));
        assertThat(ids(get(MINE, world.owner))).isEmpty();
        assertThat(ids(get(MINE, bound))).hasSize(1);
    }

    @Test
    void pagesShowEveryOneOnceAndAreOfTheCallerAlone() {
        for (int i = 0; i < 5; i++) {
            new World().invite(i % 2 == 0 ? Invitee.of(world.address) : Invitee.of(world.owner.id()));
        }
        List<String> shown = new ArrayList<>();
        String last = null;
        for (String path = MINE + "?limit=2"; path != null; ) {
            Answer page = get(path, world.owner);
            assertThat(page.header("Total-Count")).isEqualTo("5");
            shown.addAll(ids(page));
            last = path;
            path = page.header("Link") == null ? null : page.header("Link").replaceFirst("<(.*)>.*", "$1");
        }

        assertThat(shown).hasSize(5).isEqualTo(ids(get(MINE, world.owner)));
        assertThat(get(last, World.ownerOf(world.address)).status()).isEqualTo(400);
        // Whoever proves another address while they read goes on where they were.
        Caller more = new Caller(world.owner.id(), Set.of(world.address, new EmailAddress("b@x.org")), Set.of());
        assertThat(get(last, more).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "pageToken=x", "status=all", "limit=1&pageToken=x"})
    void aWrongParameterIsRefused(String parameter) {
        Answer answer = get(MINE + "?" + parameter, world.owner);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").size()).isOne();
    }

    @Test
    void withoutGoodCredentialsThereIsNoList() {
        Stream.of(null, Credentials.expired(world.owner), Credentials.forged(world.owner))
                .forEach(token -> assertThat(get(MINE, token).status()).isEqualTo(401));
    }

    @Test
    void itReadsNoMoreThanIsTheirs() {
        Filled.fill();
        Caller caller = new Caller(
                new UserId("u5"), Set.of(new EmailAddress("a10@x.org"), new EmailAddress("a20@x.org")), Set.of());

        assertReads(
                100,
                Set.of("invitation_open_by_invitee", "invitation_open_by_address"),
                () -> assertThat(ListingsOverViews.listings()
                                .page(MyInvitationController.selection(caller), 10, null)
                                .total())
                        .isEqualTo(6));
    }
}
