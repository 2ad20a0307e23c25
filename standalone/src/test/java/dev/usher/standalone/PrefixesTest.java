package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.standalone.Client.Answer;
import dev.usher.standalone.Client.Page;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The story as existing Synapse clients tell it: other paths, another header, tokens in hex. */
@ExtendWith(SharedUsher.AsParameter.class)
class PrefixesTest {

    private final SharedUsher usher;

    PrefixesTest(SharedUsher usher) {
        this.usher = usher;
    }

    @Test
    void theWholeStoryUnderTheirPathsWithTheirHeader() {
        String admin = session(Map.of("username", "admin", "password", SharedUsher.PASSWORD), "/auth/v1/session");
        String team = call("POST", "/team", Map.of("name", "Elders"), admin, 201)
                .json()
                .get("id")
                .asString();
        String name = SharedUsher.unique("ada");
        String email = name + "@example.org";
        String invitation = call(
                        "POST",
                        "/membershipInvitation?acceptInvitationEndpoint=" + Page.ACCEPT.encoded(),
                        Map.of("teamId", team, "inviteeEmail", email),
                        admin,
                        201)
                .json()
                .get("id")
                .asString();
        String letter = usher.client().linkTo(email, Page.ACCEPT);
        call("POST", "/membershipInvitation/" + invitation, Client.token(letter), null, 200);

        register(name, email, hex(letter));
        String ada = session(Map.of("email", email, "password", "correct horse " + name), "/auth/v1/login2");
        String me = Client.token(ada.split("\\.")[1]).get("sub").asString();
        String path = "/membershipInvitation/" + invitation;
        JsonNode proof = call("POST", path + "/verification?portalEndpoint=" + Page.VERIFY.encoded(), null, ada, 200)
                .json();
        assertThat(call("GET", path + "/inviteeVerificationSignedToken", null, ada, 200)
                        .json()
                        .get("inviteeId")
                        .asString())
                .isEqualTo(me);
        assertThat(call("GET", "/membershipInvitation/openInvitationCount", null, ada, 200)
                        .json()
                        .get("count")
                        .asInt())
                .isOne();
        call("PUT", path + "/inviteeId", proof, ada, 200);
        assertThat(status(team, me, ada).get("canJoin").asBoolean()).isTrue();
        call("PUT", "/team/%s/member/%s".formatted(team, me), null, ada, 204);

        assertThat(status(team, me, ada).get("isMember").asBoolean()).isTrue();
        assertThat(call("GET", "/team/%s/openInvitation".formatted(team), null, admin, 200)
                        .json()
                        .get("totalNumberOfResults")
                        .asInt())
                .isZero();
    }

    @Test
    void theirHeaderIsNoneOfTheOtherDoors() {
        String admin = session(Map.of("username", "admin", "password", SharedUsher.PASSWORD), "/session");

        assertThat(usher.client()
                        .call("GET", "/v1/statistics", null, Map.of("sessionToken", admin))
                        .status())
                .isEqualTo(401);
        assertThat(usher.client().call("GET", "/v1/statistics", null, admin).status())
                .isEqualTo(200);
    }

    private void register(String name, String email, String invitation) {
        call(
                "POST",
                "/account/emailValidation?portalEndpoint=" + Page.REGISTER.encoded(),
                Map.of("email", email, "encodedMembershipInvtnSignedToken", invitation),
                null,
                201);
        JsonNode link = Client.token(usher.client().linkTo(email, Page.REGISTER));
        call(
                "POST",
                "/account2",
                Map.of(
                        "firstName",
                        "Ada",
                        "lastName",
                        "Lovelace",
                        "username",
                        name,
                        "password",
                        "correct horse " + name,
                        "emailValidationSignedToken",
                        link.get("emailValidationSignedToken"),
                        "encodedMembershipInvtnSignedToken",
                        invitation),
                null,
                201);
    }

    private JsonNode status(String team, String user, String token) {
        return call("GET", "/team/%s/member/%s/membershipStatus".formatted(team, user), null, token, 200)
                .json();
    }

    private String session(Map<String, String> login, String path) {
        return usher.client()
                .call("POST", path, login, Map.of())
                .expect(201)
                .json()
                .get("sessionToken")
                .asString();
    }

    private Answer call(String method, String path, Object body, String token, int status) {
        return usher.client()
                .call(method, "/repo/v1" + path, body, token == null ? Map.of() : Map.of("sessionToken", token))
                .expect(status);
    }

    private static String hex(String link) {
        return HexFormat.of().formatHex(Base64.getUrlDecoder().decode(link));
    }
}
