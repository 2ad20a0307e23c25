package dev.usher.query.organization;

import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.query.Life;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.Who;
import dev.usher.query.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** {@code GET /v1/organizations/{organizationId}/invitations}: who may, which ones, in which order, and all of them. */
@ExtendWith(RunningQuerySide.class)
class ListDoorTest {

    private static final Instant NOON = Instant.parse("2126-03-01T12:00:00Z");

    private final World world = new World();
    private final String list = "/v1/organizations/" + world.team + "/invitations";

    private InvitationCreated created(Invitee invitee, Role role, UserId by, Instant at, Instant expiresAt) {
        return new InvitationCreated(
                InvitationId.next(),
                world.team,
                at,
                invitee,
                role,
                null,
                by,
                Channel.EMAIL,
                null,
                expiresAt,
                null,
                null);
    }

    private InvitationCreated at(Instant at, Instant expiresAt, Invitee invitee) {
        return created(invitee, Role.MEMBER, world.administrator.id(), at, expiresAt);
    }

    private static Invitee to(String name) {
        return Invitee.of(new EmailAddress(name + "@x.org"));
    }

    private List<String> ids(String query) {
        Answer answer = get(list + query, world.administrator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().valueStream().map(one -> one.get("id").asString()).toList();
    }

    private static List<String> ids(InvitationCreated... facts) {
        return List.of(facts).stream().map(fact -> fact.invitationId().value()).toList();
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void itIsForAdministratorsOfTheTeamAndLooksAbsentToOthers(Who who) {
        world.invite(Invitee.of(world.address));
        String credentials = who.credentials(world, World.nobody());
        TeamId absent = TeamId.next();

        for (String query : List.of("", "?limit=1", "?limit=nothing")) {
            Answer answer = get(list + query, credentials);
            Answer none = get(list.replace(world.team.value(), absent.value()) + query, credentials);

            if (who == Who.ADMINISTRATOR) {
                assertThat(answer.status()).isEqualTo(query.endsWith("nothing") ? 400 : 200);
                assertThat(none.status()).isEqualTo(404);
            } else {
                assertThat(answer.status()).isEqualTo(who.unknown() ? 401 : 404);
                Who.assertSame(none, absent.value(), answer, world.team.value());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void onlyThoseOfTheStatusesAskedForAreThere(Life life) {
        String id = life.live(world, World.nobody().id()).invitationId().value();
        String status = life.open()
                ? "open"
                : life == Life.OVERDUE ? "expired" : life.name().toLowerCase();
        Set<String> others = new java.util.TreeSet<>(List.of("open", "accepted", "declined", "deleted", "expired"));
        others.remove(status);

        assertThat(ids("")).isEqualTo(life.open() ? List.of(id) : List.of());
        assertThat(ids("?status=" + status)).containsExactly(id);
        assertThat(ids("?status=accepted," + status + ",declined")).containsExactly(id);
        assertThat(ids("?status=all")).containsExactly(id);
        assertThat(ids("?status=" + String.join(",", others))).isEmpty();
        for (String sort : List.of("createdAt", "-expireAt", "email")) {
            assertThat(ids("?sort=%s&status=%s,%1$s".formatted(sort, status).replace("," + sort, "")))
                    .containsExactly(id);
        }
    }

    @Test
    void eachIsWhatItIsAlone() {
        InvitationCreated one = world.invite(Invitee.of(world.address));

        JsonNode listed = get(list, world.administrator).json().get(0);

        assertThat(listed)
                .isEqualTo(get(list + "/" + one.invitationId(), world.administrator)
                        .json());
    }

    @Test
    void filtersNarrowAndAllOfThemHold() {
        UserId colleague = UserId.next();
        UserId me = world.administrator.id();
        Instant later = NOON.plusSeconds(3600);
        InvitationCreated ada = created(to("Ada.L"), Role.MEMBER, me, NOON, later);
        InvitationCreated bob = created(to("bob"), Role.ADMIN, me, NOON.plusMillis(1), later);
        InvitationCreated eve = created(to("eve"), Role.MEMBER, colleague, NOON.plusMillis(2), later);
        happen(ada, bob, eve);

        assertThat(ids("?email=ada.l@x.org")).isEqualTo(ids(ada));
        assertThat(ids("?email=%20ADA.L@X.ORG")).isEqualTo(ids(ada));
        assertThat(ids("?email=adal@x.org")).isEmpty();
        assertThat(ids("?role=member")).isEqualTo(ids(eve, ada));
        assertThat(ids("?role=developer")).isEmpty();
        assertThat(ids("?createdBy=" + colleague)).isEqualTo(ids(eve));
        assertThat(ids("?createdBy=" + me + "&role=admin")).isEqualTo(ids(bob));
        assertThat(ids("?createdBy=" + colleague + "&role=admin")).isEmpty();
        assertThat(ids("?createdAfter=2126-03-01T12:00:00Z")).isEqualTo(ids(eve, bob));
        assertThat(ids("?createdAfter=2126-03-01T13:00:00.001%2B01:00")).isEqualTo(ids(eve));
        assertThat(ids("?createdBefore=2126-03-01T12:00:00.002Z")).isEqualTo(ids(bob, ada));
        assertThat(ids("?createdBefore=2126-03-01T12:00:00.002Z&createdAfter=2126-03-01T12:00:00.000Z"))
                .isEqualTo(ids(bob));
        assertThat(ids("?createdBefore=0000-01-01T00:00:00Z")).isEmpty();
        assertThat(ids("?createdAfter=9999-12-31T23:59:59-18:00")).isEmpty();
    }

    @Test
    void itComesInTheOrderAskedFor() {
        Instant later = NOON.plusSeconds(3600);
        InvitationCreated first = at(NOON, later.plusMillis(2), to("b"));
        InvitationCreated second = at(NOON.plusMillis(1), later, to("c"));
        InvitationCreated third = at(NOON.plusMillis(2), later.plusMillis(1), to("a"));
        InvitationCreated user = at(NOON.plusMillis(3), later.plusMillis(3), Invitee.of(UserId.next()));
        happen(first, second, third, user);

        assertThat(ids("")).isEqualTo(ids(user, third, second, first));
        assertThat(ids("?sort=-createdAt")).isEqualTo(ids(user, third, second, first));
        assertThat(ids("?sort=createdAt")).isEqualTo(ids(first, second, third, user));
        assertThat(ids("?sort=expireAt")).isEqualTo(ids(second, third, first, user));
        assertThat(ids("?sort=-expireAt")).isEqualTo(ids(user, first, third, second));
        assertThat(ids("?sort=email")).isEqualTo(ids(user, third, first, second));
        assertThat(ids("?sort=-email")).isEqualTo(ids(second, first, third, user));
    }

    /** Straight into the view: that many facts would take their time. */
    private void fill(int number) {
        RunningQuerySide.bean(JdbcClient.class)
                .sql("""
                        insert into query_side.invitation (
                            invitation_id, team_id, invitee_email, role, created_by, created_at, expires_at, generation,
                            issued_at, status, status_at, delivery, version)
                        select :team || '-' || lpad(n::text, 5, '0'), :team, 'a' || n %% 7 || '@x.org', 'member', 'u1',
                            now() - (n / 5) * interval '1 second', now() + interval '1 day', 1,
                            now(), case n %% 2 when 0 then 'pending' else 'accepted' end, now(), 'mailed', 1
                        from generate_series(1, :number) n
                        """.replace("%%", "%"))
                .param("team", world.team.value())
                .param("number", number)
                .update();
    }

    @ParameterizedTest
    @CsvSource({"createdAt", "-createdAt", "expireAt", "-expireAt", "email", "-email"})
    void withoutALimitAllAreThereOnceHoweverManyAndInOrder(String sort) {
        fill(2501);

        List<JsonNode> all = get(list + "?status=all&sort=" + sort, world.administrator)
                .json()
                .valueStream()
                .toList();

        String field = sort.replace("-", "");
        Comparator<JsonNode> order = Comparator.<JsonNode, String>comparing(
                        one -> one.get(field).asString())
                .thenComparing(one -> one.get("id").asString());
        List<JsonNode> sorted = new ArrayList<>(all);
        sorted.sort(sort.startsWith("-") ? order.reversed() : order);
        assertThat(all).hasSize(2501).doesNotHaveDuplicates().isEqualTo(sorted);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 499, 500, 501, 1000})
    void allAreThereAlsoAtTheEdgesOfWhatIsFetchedAtOnce(int number) {
        fill(2 * number);

        assertThat(ids("")).hasSize(number);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0|limit|1 to 1000",
                "limit=1001|limit|1 to 1000",
                "limit=-1|limit|'-1'",
                "limit=|limit|''",
                "limit=1.5|limit|'1.5'",
                "limit=99999999999999999999|limit|1 to 1000",
                "limit=%D9%A3|limit|1 to 1000",
                "limit=1&limit=2|limit|once",
                "status=|status|open",
                "status=opened|status|'opened'",
                "status=open,|status|open",
                "status=all,open|status|'all'",
                "status=OPEN|status|'OPEN'",
                "email=nobody|email|'nobody'",
                "email=|email|required",
                "role=Admin|role|lower-case",
                "role=owner|role|developer",
                "createdBy=a%20b|createdBy|'a b'",
                "createdAfter=yesterday|createdAfter|'yesterday'",
                "createdAfter=2026-02-30T00:00:00Z|createdAfter|2026-01-31T12:00:00Z",
                "createdAfter=2026-02-03T00:00:00|createdAfter|2026-01-31T12:00:00Z",
                "createdBefore=2026-02-03T00:00:00+01:00|createdBefore|%2B",
                "createdBefore=%2B99999-02-03T00:00:00Z|createdBefore|2026-01-31T12:00:00Z",
                "createdBefore=1700000000|createdBefore|2026-01-31T12:00:00Z",
                "sort=name|sort|-createdAt",
                "sort=|sort|-createdAt",
                "pageToken=x|pageToken|limit",
                "offset=5|offset|pageToken",
                "Status=open|Status|'Status'"
            })
    void aWrongParameterIsRefusedByItsName(String parameter, String field, String mentions) {
        Answer answer = get(list + "?" + parameter, world.administrator);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("code").asString()).isEqualTo("invalid");
        assertThat(answer.json().get("detail").asString()).contains(mentions);
        assertThat(answer.json().get("errors").size()).isOne();
        assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo(field);
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        Answer answer = get(list + "?limit=0&sort=up&email=x&color=red&status=open&createdBy=%20", world.administrator);

        assertThat(answer.json()
                        .get("errors")
                        .valueStream()
                        .map(error -> error.get("field").asString()))
                .containsExactlyInAnyOrder("limit", "sort", "email", "color", "createdBy");
    }
}
