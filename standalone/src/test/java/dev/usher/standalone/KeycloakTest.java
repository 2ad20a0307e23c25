package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.standalone.Client.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The lives of {@link OidcTest} with the tokens of a real provider: {@code ./mvnw verify -Pkeycloak}. */
@Tag("keycloak")
class KeycloakTest {

    @TempDir
    static Path directory;

    private static Keycloak keycloak;
    private static UsherProcess usher;
    private static OwnDatabase database;
    private static Client client;
    private static OidcLife life;

    @BeforeAll
    static void start() throws IOException {
        keycloak = Keycloak.start(directory.resolve("keycloak.log"));
        usher = UsherProcess.start(
                Standalone.class,
                Map.of(
                        "USHER_DATA", directory.resolve("data").toString(),
                        "USHER_IDENTITY_MODE", "oidc",
                        "USHER_OIDC_ISSUER", keycloak.issuer(),
                        "USHER_OIDC_AUDIENCE", "usher",
                        "USHER_OIDC_CLAIMS_SITE_ROLES", "realm_access.roles",
                        "USHER_OIDC_CLAIMS_TEAMS", "teams"),
                directory.resolve("output.log"));
        database = new OwnDatabase(directory.resolve("data"));
        client = new Client(usher.address());
        life = new OidcLife(client, database, person("host"), person("stranger"), person("ann"));
    }

    @AfterAll
    static void stop() {
        try (var _ = keycloak;
                var _ = database) {
            if (usher != null) {
                usher.close();
            }
        } finally {
            OwnDatabase.end(directory.resolve("data"));
        }
    }

    private static Person person(String user) {
        return keycloak.signIn("portal", user);
    }

    @Test
    void its_tokens_are_what_this_test_is_about() {
        JsonNode claims = Keycloak.claims(life.host().token());

        assertThat(claims.get("iss").asString()).isEqualTo(keycloak.issuer());
        assertThat(claims.get("email_verified").asBoolean()).isTrue();
        assertThat(claims.get("teams").toString()).contains("acme");
    }

    @Test
    void an_invitation_lives_in_a_team_of_ours() {
        life.inATeamOfOurs();
    }

    @Test
    void an_invitation_lives_in_a_team_of_the_host() {
        life.inATeamOfTheHost("acme");
    }

    @Test
    void an_invitation_to_a_team_of_the_host_is_accepted_in_one_step() {
        life.inOneStep("acme.two");
    }

    @Test
    void an_address_that_the_provider_has_not_verified_is_proven_by_letter() {
        life.byMailedProof("acme.three");
    }

    @Test
    void there_are_no_accounts() {
        life.thereAreNoAccounts();
    }

    @Test
    void a_role_of_the_realm_is_a_role_of_the_site() {
        assertThat(client.get("/v1/statistics", life.host()).status()).isEqualTo(200);
        assertThat(client.get("/v1/statistics", life.stranger()).status()).isEqualTo(404);
    }

    @Test
    void a_token_for_another_application_is_refused() {
        Person elsewhere = keycloak.signIn("elsewhere", "host");

        assertThat(client.get("/membershipInvitation/openInvitationCount", elsewhere)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void an_altered_token_is_refused() {
        String[] host = life.host().token().split("\\.");
        String[] stranger = life.stranger().token().split("\\.");
        Person usurper = new Person(life.host().id(), null, host[0] + "." + host[1] + "." + stranger[2]);

        assertThat(client.get("/membershipInvitation/openInvitationCount", usurper)
                        .status())
                .isEqualTo(401);
    }
}
