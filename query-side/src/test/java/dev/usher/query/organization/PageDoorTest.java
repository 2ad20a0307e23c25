package dev.usher.query.organization;

import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.web.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of the list of a team: every one once, whatever comes in between, and a token that is of use for nothing else. */
@ExtendWith(RunningQuerySide.class)
class PageDoorTest {

    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

    private final World world = new World();
    private final String list = "/v1/organizations/" + world.team + "/invitations";
    private final List<String> newestFirst = new ArrayList<>();

    /** Five at a time have the same age and expiry. */
    @BeforeEach
    void invite() {
        Instant now = World.now();
        for (int i = 0; i < 12; i++) {
            InvitationCreated created = invitation(now.minusSeconds(i / 5), "u" + i);
            happen(created);
            newestFirst.add(created.invitationId().value());
        }
        newestFirst.subList(0, 5).sort((a, b) -> b.compareTo(a));
        newestFirst.subList(5, 10).sort((a, b) -> b.compareTo(a));
        newestFirst.subList(10, 12).sort((a, b) -> b.compareTo(a));
    }

    private InvitationCreated invitation(Instant at, String name) {
        return world.invitation(Invitee.of(new EmailAddress(name + "@x.org")), at, at.plusSeconds(3600));
    }

    private static List<String> ids(Answer page) {
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        return page.json().valueStream().map(one -> one.get("id").asString()).toList();
    }

    private static String next(Answer page) {
        Matcher next = NEXT.matcher(page.header("Link") == null ? "" : page.header("Link"));
        return next.matches() ? next.group(1) : null;
    }

    private static String token(Answer page) {
        return next(page).replaceFirst(".*pageToken=", "");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 11, 12, 13, 1000})
    void followingTheLinksShowsEveryOneOnce(int limit) {
        List<String> shown = new ArrayList<>();
        int pages = 0;
        for (String path = list + "?limit=" + limit; path != null; pages++) {
            Answer page = get(path, world.administrator);
            assertThat(page.header("Total-Count")).isEqualTo("12");
            shown.addAll(ids(page));
            path = next(page);
        }

        assertThat(shown).isEqualTo(newestFirst);
        assertThat(pages).isEqualTo((11 + limit) / limit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"createdAt", "expireAt", "-expireAt", "email", "-email"})
    void inEveryOrderPagesAreThePartsOfTheWhole(String sort) {
        List<String> whole = ids(get(list + "?sort=" + sort, world.administrator));
        List<String> shown = new ArrayList<>();
        for (String path = list + "?limit=5&sort=" + sort; path != null; ) {
            Answer page = get(path, world.administrator);
            shown.addAll(ids(page));
            path = next(page);
        }

        assertThat(shown).hasSize(12).isEqualTo(whole);
    }

    @Test
    void whatIsInvitedMeanwhileMovesNothing() {
        Answer first = get(list + "?limit=5", world.administrator);
        happen(invitation(World.now().plusSeconds(1), "new"));

        Answer second = get(next(first), world.administrator);
        Answer again = get(next(first), world.administrator);

        assertThat(ids(second)).isEqualTo(newestFirst.subList(5, 10)).isEqualTo(ids(again));
        assertThat(next(second)).isEqualTo(next(again));
        assertThat(second.header("Total-Count")).isEqualTo("13");
    }

    @Test
    void theLinkKeepsEveryOtherParameterAsItCame() {
        String query =
                "?status=open,accepted&email=u3%40x.org&limit=1&createdAfter=2020-01-01T00:00:00%2B01:00&sort=email"
                        + "&createdBy=" + world.administrator.id();
        happen(new InvitationCreated[] {invitation(World.now(), "u3")});

        String next = next(get(list + query, world.administrator));

        assertThat(next).startsWith(list + query + "&pageToken=");
        String third = next(
                get(list + query + "&pageToken=" + token(get(list + query, world.administrator)), world.administrator));
        assertThat(third).isNull();
    }

    @Test
    void theTotalIsThatOfTheSameFilter() {
        assertThat(get(list + "?limit=1&email=u3@x.org", world.administrator).header("Total-Count"))
                .isEqualTo("1");
        Answer none = get(list + "?limit=1&status=deleted", world.administrator);
        assertThat(none.text()).isEqualTo("[]");
        assertThat(none.header("Total-Count")).isEqualTo("0");
        assertThat(none.header("Link")).isNull();
    }

    @Test
    void theLimitMayChangeOnTheWay() {
        String token = token(get(list + "?limit=2", world.administrator));

        assertThat(ids(get(list + "?limit=10&pageToken=" + token, world.administrator)))
                .isEqualTo(newestFirst.subList(2, 12));
    }

    @Test
    void aTokenOfAnotherListIsRefused() {
        World other = new World();
        happen(new MemberAdmitted(other.team, World.now(), world.administrator.id(), Role.ADMIN));
        String token = token(get(list + "?limit=2", world.administrator));

        for (String misuse : List.of(
                list.replace(world.team.value(), other.team.value()) + "?limit=2",
                list + "?limit=2&sort=createdAt",
                list + "?limit=2&status=all",
                list + "?limit=2&status=open,expired",
                list + "?limit=2&role=member",
                list + "?limit=2&email=u1@x.org",
                list + "?limit=2&createdBy=null",
                list + "?limit=2&createdBefore=2126-01-01T00:00:00Z",
                list + "?limit=2&createdAfter=2026-01-01T00:00:00Z",
                "/v1/me/invitations?limit=2")) {
            assertRefused(get(misuse + "&pageToken=" + token, world.administrator));
        }
        // The same filter, said in full, is no other one.
        assertThat(ids(get(list + "?limit=2&sort=-createdAt&status=open&pageToken=" + token, world.administrator)))
                .isEqualTo(newestFirst.subList(2, 4));
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo("pageToken");
        assertThat(answer.json().get("detail").asString()).contains("begin again without it");
    }

    @Test
    void anAlteredTokenAndGarbageAreRefused() {
        String token = token(get(list + "?limit=2", world.administrator));
        List<String> wrong = new ArrayList<>(List.of(
                "",
                "x",
                "null",
                "0",
                token + "A",
                token.substring(1),
                token + token,
                "A".repeat(5000),
                "%F0%9F%98%80"));
        for (int i = 0; i < token.length(); i += 3) {
            wrong.add(token.substring(0, i) + (token.charAt(i) == 'A' ? 'B' : 'A') + token.substring(i + 1));
        }

        for (String one : wrong) {
            assertRefused(get(list + "?limit=2&pageToken=" + one, world.administrator));
        }
    }

    /** It tells where, not who may. */
    @Test
    void aTokenOpensNothingForOthers() {
        String page = next(get(list + "?limit=2", world.administrator));

        for (Caller other : List.of(world.member, World.nobody(), new World().administrator)) {
            assertThat(get(page, other).status()).isEqualTo(404);
        }
    }
}
