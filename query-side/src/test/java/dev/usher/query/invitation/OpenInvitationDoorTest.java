package dev.usher.query.invitation;

import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.Path;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.query.Credentials;
import dev.usher.query.Life;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists and counts of open invitations. */
@ExtendWith(RunningQuerySide.class)
class OpenInvitationDoorTest {

    private static final String COUNT = "/membershipInvitation/openInvitationCount";

    private final World world = new World();
    private final Caller bound = World.nobody();
    private final String ofTeam = "/team/" + world.team + "/openInvitation";

    @ParameterizedTest
    @EnumSource(Life.class)
    void onlyOpenOnesAreListedAndCounted(Life life) {
        InvitationCreated created = life.live(world, bound.id());
        List<String> expected = life.open() ? List.of(created.invitationId().value()) : List.of();
        Caller invitee = life.bound() ? bound : world.owner;

        assertThat(ids(get(ofTeam, world.administrator))).isEqualTo(expected);
        assertThat(ids(get(ofUser(invitee), invitee))).isEqualTo(expected);
        assertThat(count(invitee)).isEqualTo(expected.size());
    }

    @Test
    void pagesShowEveryOneOnceNewestFirstAlsoWhenTimesAreEqual() {
        List<InvitationCreated> all = new ArrayList<>();
        Instant now = World.now();
        for (int i = 0; i < 25; i++) {
            Invitee invitee = Invitee.of(new EmailAddress("u" + i + "@x.org"));
            all.add(world.invitation(invitee, now.minusMillis(i / 5), now.plusSeconds(3600)));
        }
        happen(all.toArray(InvitationCreated[]::new));
        List<String> newestFirst = all.stream()
                .sorted(Comparator.comparing(InvitationCreated::at)
                        .thenComparing(f -> f.invitationId().value())
                        .reversed())
                .map(f -> f.invitationId().value())
                .toList();

        List<String> shown = new ArrayList<>();
        for (int offset = 0; offset < 30; offset += 7) {
            Answer page = get(ofTeam + "?limit=7&offset=" + offset, world.administrator);
            assertThat(total(page)).isEqualTo(25);
            shown.addAll(ids(page));
        }

        assertThat(shown).isEqualTo(newestFirst);
        assertThat(ids(get(ofTeam, world.administrator))).isEqualTo(newestFirst.subList(0, 10));
    }

    @Test
    void beyondTheLastPageTheTotalIsStillExact() {
        world.invite(Invitee.of(world.address));

        Answer answer = get(ofTeam + "?offset=10000&limit=100", world.administrator);

        assertThat(answer.text()).isEqualTo("{\"totalNumberOfResults\":1,\"results\":[]}");
    }

    @Test
    void aTeamWithoutInvitationsHasAnEmptyList() {
        assertThat(get(ofTeam, world.administrator).text()).isEqualTo("{\"totalNumberOfResults\":0,\"results\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=-1",
                "limit=ten",
                "limit=",
                "limit=1.5",
                "limit=99999999999999999999",
                "offset=-1",
                "offset=x",
                "offset=2147483648",
                "offset=0x1"
            })
    void aBadPageIsRefusedNamingTheValue(String parameter) {
        String value = parameter.substring(parameter.indexOf('=') + 1);

        for (Answer answer : List.of(
                get(ofTeam + "?" + parameter, world.administrator),
                get(ofUser(world.owner) + "?" + parameter, world.owner))) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().get("reason").asString())
                    .contains(parameter.substring(0, parameter.indexOf('=')), "'" + value + "'");
        }
    }

    @Test
    void theTeamsListCanBeNarrowedToOneInvitee() {
        InvitationCreated byId = world.invite(Invitee.of(bound.id()));
        InvitationCreated byAddress = world.invite(Invitee.of(world.address));
        bind(byAddress, world.owner.id());

        assertThat(ids(get(ofTeam + "?inviteeId=" + bound.id(), world.administrator)))
                .containsExactly(byId.invitationId().value());
        assertThat(ids(get(ofTeam + "?inviteeId=" + world.owner.id(), world.administrator)))
                .containsExactly(byAddress.invitationId().value());
        Answer nobody = get(ofTeam + "?inviteeId=" + UserId.next(), world.administrator);
        assertThat(total(nobody)).isZero();
        assertThat(get(ofTeam + "?inviteeId=a%20b", world.administrator).status())
                .isEqualTo(400);
    }

    @Test
    void aPersonsListJoinsIdAndAddressesAndCanBeNarrowedToOneTeam() {
        World other = new World();
        InvitationCreated byAddress = world.invite(Invitee.of(world.address));
        InvitationCreated byId = other.invite(Invitee.of(world.owner.id()));

        assertThat(ids(get(ofUser(world.owner), world.owner)))
                .containsExactlyInAnyOrder(
                        byAddress.invitationId().value(), byId.invitationId().value());
        assertThat(count(world.owner)).isEqualTo(2);
        Answer narrowed = get(ofUser(world.owner) + "?teamId=" + other.team, world.owner);
        assertThat(ids(narrowed)).containsExactly(byId.invitationId().value());
        assertThat(total(narrowed)).isEqualTo(1);
    }

    @Test
    void whatIsBoundToSomebodyElseIsNoLongerTheOwnersToAccept() {
        InvitationCreated created = world.invite(Invitee.of(world.address));
        bind(created, bound.id());

        assertThat(ids(get(ofUser(world.owner), world.owner))).isEmpty();
        assertThat(count(world.owner)).isZero();
        assertThat(count(bound)).isEqualTo(1);
    }

    @Test
    void addressesCompareAsAWholeOnly() {
        world.invite(Invitee.of(new EmailAddress("a.b." + world.team + "@x.org")));
        Caller lookAlike = World.ownerOf(
                new EmailAddress("ab." + world.team + "@x.org"),
                new EmailAddress("a_b." + world.team + "@x.org"),
                new EmailAddress("a.b." + world.team + "@x.org.uk"));

        assertThat(count(lookAlike)).isZero();
        assertThat(count(World.ownerOf(new EmailAddress("A.B." + world.team + "@X.ORG"))))
                .isEqualTo(1);
    }

    @Test
    void aTeamsListIsForItsAdministratorsAndLooksAbsentToOthers() {
        world.invite(Invitee.of(world.address));
        TeamId absent = TeamId.next();
        List<Caller> others =
                List.of(new World().administrator, world.member, world.owner, bound, World.with(SiteRole.ANALYST));

        for (Caller other : others) {
            Answer foreign = get(ofTeam, other);
            Answer none = get("/team/" + absent + "/openInvitation", other);
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(none.text().replace(absent.value(), world.team.value())).isEqualTo(foreign.text());
        }
    }

    @Test
    void aPersonsListIsForThatPersonAlone() {
        for (Caller other : List.of(world.administrator, World.nobody(), World.with(SiteRole.OPERATOR))) {
            UserId absent = UserId.next();
            Answer foreign = get(ofUser(world.owner), other);
            Answer none = get("/user/" + absent + "/openInvitation", other);
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(none.text().replace(absent.value(), world.owner.id().value()))
                    .isEqualTo(foreign.text());
        }
    }

    @Test
    void withoutGoodCredentialsThereIsNoListAndNoCount() {
        for (String path : List.of(ofTeam, ofUser(world.owner), COUNT, "/repo/v1" + ofTeam)) {
            Stream.of(null, Credentials.expired(world.owner), Credentials.forged(world.owner))
                    .forEach(token -> assertThat(get(path, token).status()).isEqualTo(401));
        }
    }

    private static void bind(InvitationCreated created, UserId user) {
        InvitationId id = created.invitationId();
        happen(new InviteeBound(id, created.teamId(), created.at().plus(Duration.ofSeconds(1)), user, Path.SIGNED_IN));
    }

    private static String ofUser(Caller caller) {
        return "/user/" + caller.id() + "/openInvitation";
    }

    private static long count(Caller caller) {
        return get(COUNT, caller).json().get("count").asLong();
    }

    private static long total(Answer answer) {
        return answer.json().get("totalNumberOfResults").asLong();
    }

    private static List<String> ids(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return answer.json()
                .get("results")
                .valueStream()
                .map(r -> r.get("id").asString())
                .toList();
    }
}
