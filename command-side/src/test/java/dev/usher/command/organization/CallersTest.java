package dev.usher.command.organization;

import static dev.usher.command.Town.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.Proof;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.BindInvitee;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.command.Town;
import dev.usher.web.SiteRole;
import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Every call that changes something in the organizations doors and in the e-mail form, by every kind of caller. Who is
 * refused hears of what is there exactly what they hear of what is not, but where a cell ends with an exclamation mark: that
 * call is for whoever knows the id (docs/api.md).
 */
@CommandSideTest
class CallersTest {

    private static final String TABLE = """
        call             | nobody | forged | stranger | other-admin | member | other-address | owner | bound | analyst | auditor | operator | admin
        create           | 401    | 401    | 404      | 404         | 404    | 404           | 404   | 404   | 404     | 404     | 404      | 201
        create-enveloped | 401    | 401    | 404      | 404         | 404    | 404           | 404   | 404   | 404     | 404     | 404      | 200
        batch            | 401    | 401    | 404      | 404         | 404    | 404           | 404   | 404   | 404     | 404     | 404      | 200
        settings         | 401    | 401    | 404      | 404         | 404    | 404           | 404   | 404   | 404     | 404     | 404      | 200
        delete           | 401    | 401    | 404      | 404         | 404    | 404           | 404   | 204   | 404     | 404     | 404      | 204
        delete-enveloped | 401    | 401    | 404      | 404         | 404    | 404           | 404   | 200   | 404     | 404     | 404      | 200
        resend           | 401    | 401    | 404      | 404         | 404    | 404           | 404   | 404   | 404     | 404     | 404      | 200
        acceptance       | 401    | 401    | 404      | 404         | 404    | 404           | 200   | 200   | 404     | 404     | 404      | 404
        declination      | 401    | 401    | 404      | 404         | 404    | 404           | 200   | 200   | 404     | 404     | 404      | 404
        garbage-token    | 401    | 401    | 403      | 403         | 403    | 403           | 200   | 200   | 403     | 403     | 403      | 403
        form-create      | 401    | 401    | 404      | 404         | 404    | 404           | 404   | 404   | 404     | 404     | 404      | 201
        form-delete      | 401    | 401    | 404      | 404         | 404    | 404           | 404   | 204   | 404     | 404     | 404      | 204
        form-verify      | 401    | 401    | 202!     | 202!        | 202!   | 202!          | 200   | 409!  | 202!    | 202!    | 202!     | 202!
        form-bind        | 401    | 401    | 403      | 403         | 403    | 403           | 201   | 403   | 403     | 403     | 403      | 403
        form-register    | 201    | 201    | 201      | 201         | 201    | 201           | 201   | 201   | 201     | 201     | 201      | 201
        """;

    private static final String PORTAL = "?portalEndpoint=https://portal.example.org/go?token=";

    @Autowired
    Browser browser;

    @Autowired
    CommandGateway commands;

    @Autowired
    Town town;

    private final UserId admin = UserId.next();
    private final UserId otherAdmin = UserId.next();
    private final UserId ann = UserId.next();
    private TeamId team;
    private TeamId otherTeam;
    private UserId member;

    @BeforeEach
    void found() {
        team = town.foundedBy(admin);
        otherTeam = town.foundedBy(otherAdmin);
        member = town.member(team, "developer");
    }

    /** Where the ids of a call point to. */
    private record Target(TeamId team, InvitationId invitation, EmailAddress address) {

        String without(String text) {
            return text.replace(team.value(), "TEAM").replace(invitation.value(), "INVITATION");
        }
    }

    @TestFactory
    Stream<DynamicTest> every_caller_hears_what_the_table_says_and_nothing_of_what_is_not_theirs() {
        List<String> callers = cells(TABLE.lines().findFirst().orElseThrow());
        return TABLE.lines().skip(1).map(CallersTest::cells).flatMap(row -> {
            assertThat(row).hasSameSizeAs(callers);
            return IntStream.range(1, row.size())
                    .mapToObj(i -> DynamicTest.dynamicTest(
                            "%s by %s: %s".formatted(row.getFirst(), callers.get(i), row.get(i)),
                            () -> check(row.getFirst(), callers.get(i), row.get(i))));
        });
    }

    private void check(String call, String caller, String cell) {
        Target there = invited(caller.equals("bound"));
        int status = Integer.parseInt(cell.replace("!", ""));
        Answer answer = call(call, as(caller, there), there).expect(status);
        if (status < 400 || cell.endsWith("!")) {
            return;
        }
        Target absent = new Target(TeamId.next(), InvitationId.next(), there.address());
        same(there, answer, absent, call(call, as(caller, there), absent));
        Target absentInTeam = new Target(team, InvitationId.next(), there.address());
        if (!Set.of("create", "create-enveloped", "batch", "settings", "form-create")
                .contains(call)) {
            same(there, answer, absentInTeam, call(call, as(caller, there), absentInTeam));
        }
    }

    @Test
    void an_invitation_is_not_found_under_another_team_whoever_looks_for_it() {
        for (String call :
                List.of("delete", "delete-enveloped", "resend", "acceptance", "declination", "garbage-token")) {
            for (String caller : List.of("other-admin", "admin", "owner", "bound")) {
                Target there = invited(caller.equals("bound"));
                Target astray = new Target(otherTeam, there.invitation(), there.address());
                Target absent = new Target(otherTeam, InvitationId.next(), there.address());
                Answer answer = call(call, as(caller, there), astray).expect(call.equals("garbage-token") ? 403 : 404);
                same(astray, answer, absent, call(call, as(caller, there), absent));
            }
        }
    }

    /** An id that is known, but as that of something else, is as unknown as any. */
    @Test
    void the_id_of_something_else_is_none() {
        Target there = invited(false);
        TeamId mistaken = new TeamId(there.invitation().value());
        Target known = new Target(mistaken, new InvitationId(team.value()), there.address());
        Target absent = new Target(TeamId.next(), InvitationId.next(), there.address());
        for (String call : List.of("create", "batch", "settings", "delete", "resend", "acceptance", "form-delete")) {
            same(known, call(call, as("admin", there), known), absent, call(call, as("admin", there), absent));
        }
        Target teamForInvitation = new Target(team, new InvitationId(team.value()), there.address());
        for (String call : List.of("delete", "resend", "acceptance", "garbage-token")) {
            Answer answer = call(call, as("admin", there), teamForInvitation);
            assertThat(answer.status()).isBetween(403, 404);
            assertThat(answer.body().replace(team.value(), "ID"))
                    .isEqualTo(call(call, as("admin", there), new Target(team, InvitationId.next(), there.address()))
                            .body()
                            .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID"));
        }
    }

    private static void same(Target there, Answer answer, Target absent, Answer other) {
        assertThat(answer.status()).isEqualTo(other.status());
        assertThat(there.without(answer.body()).replaceAll("\"requestId\":\"[^\"]+\"", ""))
                .isEqualTo(absent.without(other.body()).replaceAll("\"requestId\":\"[^\"]+\"", ""));
        assertThat(headers(answer.response().headers()))
                .isEqualTo(headers(other.response().headers()));
    }

    private static Map<String, List<String>> headers(HttpHeaders headers) {
        Map<String, List<String>> compared = new TreeMap<>(headers.map());
        compared.keySet().removeAll(Set.of("date", "x-request-id", "connection", "keep-alive"));
        return compared;
    }

    private Answer call(String call, Browser.As as, Target at) {
        String invitations = "/v1/organizations/" + at.team() + "/invitations";
        String self = invitations + "/" + at.invitation();
        String form = "/emailMembershipInvitation/" + at.invitation();
        return switch (call) {
            case "create" -> as.post(invitations, Map.of("email", someone().value()));
            case "create-enveloped" ->
                as.post("/clickhouse" + invitations, Map.of("email", someone().value()));
            case "batch" ->
                as.post(
                        invitations + "/batch",
                        "[{\"email\":\"%s\"}]".formatted(someone().value()));
            case "settings" -> as.put("/v1/organizations/" + at.team() + "/settings", Map.of());
            case "delete" -> as.delete(self);
            case "delete-enveloped" -> as.delete("/clickhouse" + self);
            case "resend" -> as.post(self + "/resend", "");
            case "acceptance" -> as.post(self + "/acceptance", "");
            case "declination" -> as.post(self + "/declination", "");
            case "garbage-token" -> as.post(self + "/acceptance", "{\"token\":\"rubbish\"}");
            case "form-create" ->
                as.post(
                        "/emailMembershipInvitation" + PORTAL,
                        Map.of(
                                "teamId",
                                at.team().value(),
                                "emailAddress",
                                someone().value()));
            case "form-delete" -> as.delete(form);
            case "form-verify" -> as.post(form + "/verification" + PORTAL, "");
            case "form-bind" -> as.post(form + "/membershipInvitation", "");
            case "form-register" ->
                as.post(
                        form + "/account/emailValidation" + PORTAL,
                        Map.of("email", at.address().value()));
            default -> throw new IllegalArgumentException(call);
        };
    }

    private Browser.As as(String caller, Target at) {
        return switch (caller) {
            case "nobody" -> browser.nobody();
            case "forged" -> browser.bearer(browser.user(admin).authorization().substring(7) + "A");
            case "stranger" -> browser.user(UserId.next());
            case "other-admin" -> browser.user(otherAdmin);
            case "member" -> browser.user(member);
            case "other-address" -> browser.owner(UserId.next(), someone());
            case "owner" -> browser.owner(UserId.next(), at.address());
            case "bound" -> browser.user(ann);
            case "analyst" -> browser.user(UserId.next(), SiteRole.ANALYST);
            case "auditor" -> browser.user(UserId.next(), SiteRole.AUDITOR);
            case "operator" -> browser.user(UserId.next(), SiteRole.OPERATOR);
            case "admin" -> browser.user(admin);
            default -> throw new IllegalArgumentException(caller);
        };
    }

    private Target invited(boolean bound) {
        EmailAddress address = someone();
        InvitationId id = InvitationId.next();
        commands.sendAndWait(new CreateInvitation(
                id, team, Invitee.of(address), Role.MEMBER, null, admin, Channel.LINK, null, null, null, null));
        if (bound) {
            commands.sendAndWait(new BindInvitee(id, ann, 1, Proof.MAILED_TOKEN));
        }
        return new Target(team, id, address);
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.split("\\|")).map(String::strip).toList();
    }
}
