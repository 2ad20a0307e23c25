package dev.usher.standalone;

import dev.usher.standalone.Client.Page;
import dev.usher.standalone.Client.Person;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Bodies that are none, ids of others, numbers that are none, links that lead astray. */
@ExtendWith(SharedUsher.AsParameter.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadCallsTest {

    private static final List<String> ODD_IDS = List.of(
            "..",
            "%2e%2e",
            "%00",
            "%0A",
            "a%00",
            "a%2Fb",
            "..%2Fteam",
            "%5C",
            "%25",
            "%ff",
            "a;b=c",
            "a%20b",
            "%20",
            "%C3%A9",
            "%F0%9F%98%80",
            "%E2%80%AE",
            "'%20or%20'1'='1",
            "a".repeat(65),
            "a".repeat(300));
    private static final List<String> NO_NUMBERS =
            List.of("", "%20", "-1", "1.5", "1e2", "0x10", "ten", "%2B5", "99999999999", "%D9%A3", "1&NAME=2", "null");
    private static final List<String> ASTRAY = List.of(
            "http://evil.example/",
            "https://evil.example/",
            "https://localhost.evil.example/",
            "https://evil.example/localhost",
            "https://localhost@evil.example/",
            "https://evil.example\\@localhost/",
            "https://localhost:80@evil.example/",
            "//evil.example/",
            "/accept?token=",
            "localhost/accept",
            "http:localhost/",
            "http://localhost",
            "http:///accept",
            "ftp://localhost/",
            "javascript:alert(1)//localhost/",
            "data:text/html,localhost",
            "http://localhost/\r\nBcc: eve@example.org",
            "http://localhost/%0d%0aBcc",
            "http://localhost/<script>",
            "http://localhost/ x",
            "http://loc\u0430lhost/",
            "http://user:secret@localhost/",
            "http://localhost/" + "a".repeat(500));

    private final SharedUsher usher;
    private Scene scene;
    private Refused refused;

    BadCallsTest(SharedUsher usher) {
        this.usher = usher;
    }

    @BeforeAll
    void setScene() {
        scene = Scene.set(usher);
        refused = new Refused(usher);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"bodies", "oddIds", "idsOfOthers", "pages", "endpoints", "strangers"})
    void isRefused(Wrong call) {
        refused.check(call);
    }

    private Stream<Wrong> bodies() {
        String invitation = "/membershipInvitation/" + scene.invitation();
        String validation = "/account/emailValidation?portalEndpoint=" + Page.REGISTER.encoded();
        return Stream.of(
                        bodies("POST", "/membershipInvitation", scene.ann(), scene.newInvitation()),
                        bodies("POST", invitation, null, scene.letter()),
                        bodies("PUT", invitation + "/inviteeId", scene.eve(), scene.proof()),
                        bodies("POST", "/team", scene.ann(), Map.of("name", "Team")),
                        bodies("POST", validation, null, Map.of("email", scene.newcomer())),
                        bodies("POST", "/account", null, scene.newAccount()),
                        bodies("POST", "/session", null, Map.of("username", "admin", "password", SharedUsher.PASSWORD)))
                .flatMap(Function.identity());
    }

    private Stream<Wrong> bodies(String method, String path, Person who, Object good) {
        String json = JsonMapper.shared().writeValueAsString(good);
        String cut = json.substring(0, json.length() - 1);
        String again = cut + "," + json.substring(1);
        Wrong fine = Wrong.call(method, path, who, good, 0, "");
        Stream<Wrong> unreadable = Stream.of(
                        "[]",
                        "[" + json + "]",
                        "\"text\"",
                        "7",
                        "true",
                        cut,
                        json + "x",
                        json + json,
                        again,
                        "{'a':1}",
                        "{,}",
                        "<xml/>",
                        "[".repeat(2000),
                        "{\"a\":".repeat(2000),
                        "{\"a\": NaN" + "}")
                .map(body -> Wrong.call(method, path, who, body, 400, "json")
                        .because("body " + body.substring(0, Math.min(30, body.length()))));
        return Stream.concat(
                unreadable,
                Stream.of(
                        Wrong.call(method, path, who, null, 400, "body is required")
                                .because("no body"),
                        Wrong.call(method, path, who, "null", 400, "body is required")
                                .because("null"),
                        Wrong.call(method, path, who, " ", 400, "body").because("blank"),
                        Wrong.call(method, path, who, cut + ",\"x\":\"" + "a".repeat(70 * 1024) + "\"}", 413, "65536")
                                .because("70 KiB"),
                        status(fine, 415, "Content-Type").with("Content-Type", "text/plain"),
                        status(fine, 415, "Content-Type").with("Content-Type", "application/x-www-form-urlencoded"),
                        status(fine, 415, "Content-Type").with("Content-Type", "application/xml"),
                        status(fine, 406, "application/json").with("Accept", "text/html")));
    }

    private static Wrong status(Wrong call, int status, String mentions) {
        return new Wrong(call.what(), call.method(), call.path(), call.body(), call.headers(), status, mentions)
                .because("" + status);
    }

    /** Everything that names something in its path: {@code %s} is where. */
    private Stream<Wrong> naming() {
        String portal = "?portalEndpoint=" + Page.VERIFY.encoded().replace("%", "%%");
        return Stream.of(
                Wrong.call("GET", "/membershipInvitation/%s", scene.eve(), null, 404, ""),
                Wrong.call("POST", "/membershipInvitation/%s", null, scene.letter(), 403, "another invitation"),
                Wrong.call("DELETE", "/membershipInvitation/%s", scene.ann(), null, 404, ""),
                Wrong.call("POST", "/membershipInvitation/%s/verification" + portal, scene.eve(), null, 404, ""),
                Wrong.call(
                        "GET", "/membershipInvitation/%s/inviteeVerificationSignedToken", scene.eve(), null, 403, ""),
                Wrong.call(
                        "PUT",
                        "/membershipInvitation/%s/inviteeId",
                        scene.eve(),
                        scene.proof(),
                        403,
                        "another invitation"),
                Wrong.call("GET", "/team/%s/openInvitation", scene.ann(), null, 404, ""),
                Wrong.call("GET", "/user/%s/openInvitation", scene.eve(), null, 404, ""),
                Wrong.call("PUT", "/team/%s/member/" + scene.eve().id(), scene.eve(), null, 404, ""),
                Wrong.call("PUT", "/team/" + scene.team() + "/member/%s", scene.eve(), null, 404, ""),
                Wrong.call(
                        "GET", "/team/%s/member/" + scene.eve().id() + "/membershipStatus", scene.ann(), null, 404, ""),
                Wrong.call("GET", "/team/" + scene.team() + "/member/%s/membershipStatus", scene.eve(), null, 404, ""),
                Wrong.call("DELETE", "/team/%s/member/" + scene.ann().id(), scene.ann(), null, 404, ""),
                Wrong.call("DELETE", "/team/" + scene.team() + "/member/%s", scene.ann(), null, 404, ""),
                Wrong.call("GET", "/v1/organizations/%s/statistics", scene.ann(), null, 404, ""),
                Wrong.call("GET", "/emailMembershipInvitation/%s", scene.eve(), null, 404, ""),
                Wrong.call("GET", "/team/%s/emailMembershipInvitations", scene.ann(), null, 404, ""),
                Wrong.call("GET", "/v1/organizations/%s/invitations", scene.ann(), null, 404, ""),
                Wrong.call("GET", "/v1/organizations/%s/invitations/" + scene.invitation(), scene.ann(), null, 404, ""),
                Wrong.call("GET", "/v1/organizations/" + scene.team() + "/invitations/%s", scene.ann(), null, 404, ""));
    }

    private static Wrong at(Wrong call, String id, int status, String mentions) {
        String path = call.path().formatted(id);
        return new Wrong(
                call.method() + " " + path, call.method(), path, call.body(), call.headers(), status, mentions);
    }

    private Stream<Wrong> oddIds() {
        return naming().flatMap(call -> ODD_IDS.stream().map(id -> at(call, id, 400, "")));
    }

    /** Absent, a user's, a team's: to the caller all the same. */
    private Stream<Wrong> idsOfOthers() {
        Stream<Wrong> none = naming().flatMap(call -> Stream.of(
                        UUID.randomUUID().toString(), "none", scene.bob().id(), scene.otherTeam())
                .map(id -> at(call, id, call.status(), call.mentions())));
        String other = "/membershipInvitation/" + scene.otherInvitation();
        return Stream.concat(
                none,
                Stream.of(
                        Wrong.call("GET", other, scene.ann(), null, 404, scene.otherInvitation()),
                        Wrong.call("DELETE", other, scene.ann(), null, 404, scene.otherInvitation()),
                        Wrong.call("DELETE", other, scene.eve(), null, 404, scene.otherInvitation()),
                        Wrong.call(
                                "GET",
                                other + "/inviteeVerificationSignedToken",
                                scene.ann(),
                                null,
                                403,
                                scene.otherInvitation()),
                        Wrong.call(
                                "POST",
                                "/membershipInvitation",
                                scene.ann(),
                                Map.of("teamId", scene.otherTeam(), "inviteeEmail", scene.newcomer()),
                                404,
                                scene.otherTeam()),
                        Wrong.call(
                                "POST",
                                "/membershipInvitation",
                                scene.eve(),
                                Map.of("teamId", scene.team(), "inviteeEmail", scene.newcomer()),
                                404,
                                scene.team()),
                        Wrong.call(
                                "POST",
                                "/membershipInvitation",
                                scene.ann(),
                                Map.of("teamId", scene.ann().id(), "inviteeEmail", scene.newcomer()),
                                404,
                                scene.ann().id()),
                        Wrong.call(
                                "POST",
                                "/membershipInvitation",
                                scene.ann(),
                                Map.of("teamId", scene.team(), "inviteeId", scene.otherTeam()),
                                400,
                                scene.otherTeam()),
                        Wrong.call(
                                "POST",
                                "/membershipInvitation",
                                scene.ann(),
                                Map.of(
                                        "teamId",
                                        scene.team(),
                                        "inviteeId",
                                        scene.ann().id()),
                                409,
                                scene.ann().id()),
                        Wrong.call(
                                "GET",
                                "/team/" + scene.team() + "/openInvitation?inviteeId=a%20b",
                                scene.ann(),
                                null,
                                400,
                                "user id"),
                        Wrong.call(
                                "GET",
                                "/user/" + scene.eve().id() + "/openInvitation?teamId=a%20b",
                                scene.eve(),
                                null,
                                400,
                                "team id"),
                        Wrong.call("GET", "/v1/statistics", scene.ann(), null, 404, "")));
    }

    private Stream<Wrong> pages() {
        return Stream.of("limit", "offset")
                .flatMap(name -> Stream.concat(
                                NO_NUMBERS.stream().map(value -> value.replace("NAME", name)),
                                name.equals("limit") ? Stream.of("0", "101") : Stream.of("10001"))
                        .flatMap(value -> Stream.of(
                                Wrong.call(
                                        "GET",
                                        "/team/%s/openInvitation?%s=%s".formatted(scene.team(), name, value),
                                        scene.ann(),
                                        null,
                                        400,
                                        name),
                                Wrong.call(
                                        "GET",
                                        "/user/%s/openInvitation?%s=%s"
                                                .formatted(scene.eve().id(), name, value),
                                        scene.eve(),
                                        null,
                                        400,
                                        name))));
    }

    private Stream<Wrong> endpoints() {
        String verification = "/membershipInvitation/" + scene.invitation() + "/verification";
        String member = "/team/" + scene.team() + "/member/" + scene.eve().id();
        return Stream.concat(
                ASTRAY.stream()
                        .map(Client::encoded)
                        .flatMap(astray -> Stream.of(
                                astray(
                                        "POST",
                                        "/membershipInvitation",
                                        scene.ann(),
                                        scene.newInvitation(),
                                        "acceptInvitationEndpoint",
                                        astray),
                                astray(
                                        "POST",
                                        "/membershipInvitation",
                                        scene.ann(),
                                        scene.newInvitation(),
                                        "notificationUnsubscribeEndpoint",
                                        astray),
                                astray("POST", verification, scene.bob(), null, "portalEndpoint", astray),
                                astray(
                                        "POST",
                                        "/account/emailValidation",
                                        null,
                                        Map.of("email", scene.newcomer()),
                                        "portalEndpoint",
                                        astray),
                                astray("PUT", member, scene.eve(), null, "teamEndpoint", astray),
                                astray("PUT", member, scene.eve(), null, "notificationUnsubscribeEndpoint", astray))),
                Stream.of("", "?portalEndpoint=", "?portalEndpoint=%20")
                        .flatMap(none -> Stream.of(
                                Wrong.call("POST", verification + none, scene.bob(), null, 400, "portalEndpoint"),
                                Wrong.call(
                                        "POST",
                                        "/account/emailValidation" + none,
                                        null,
                                        Map.of("email", scene.newcomer()),
                                        400,
                                        "portalEndpoint"))));
    }

    private static Wrong astray(
            String method, String path, Person who, Object body, String parameter, String endpoint) {
        return Wrong.call(method, "%s?%s=%s".formatted(path, parameter, endpoint), who, body, 400, parameter);
    }

    /** No credentials, or none of ours. */
    private Stream<Wrong> strangers() {
        return naming().filter(call -> !call.headers().isEmpty()).flatMap(call -> {
            Wrong nobody = at(
                    new Wrong("", call.method(), call.path(), call.body(), Map.of(), 0, ""),
                    scene.invitation(),
                    401,
                    "access token");
            String tampered =
                    scene.eve().token().substring(0, scene.eve().token().lastIndexOf('.')) + ".AAAA";
            return Stream.of(
                    nobody,
                    nobody.with("Authorization", "Bearer nonsense"),
                    nobody.with("Authorization", "Bearer " + tampered),
                    nobody.with("Authorization", "Basic YWRtaW46YWRtaW4="));
        });
    }
}
