package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.usher.openapi.Contract;
import dev.usher.standalone.Client.Person;
import dev.usher.web.SigningIssuer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** A whole Usher that keeps no accounts. Its provider is away while it starts. */
@Execution(ExecutionMode.CONCURRENT) // it has processes of its own
class OidcTest {

    private static final SigningIssuer ISSUER = new SigningIssuer();

    @TempDir
    static Path directory;

    private static UsherProcess usher;
    private static OwnDatabase database;
    private static Client client;
    private static OidcLife life;

    @BeforeAll
    static void start() {
        usher = UsherProcess.start(
                Standalone.class,
                Map.of(
                        "USHER_DATA", directory.resolve("data").toString(),
                        "USHER_IDENTITY_MODE", "oidc",
                        "USHER_OIDC_ISSUER", ISSUER.name(),
                        "USHER_OIDC_AUDIENCE", "usher",
                        "USHER_OIDC_CLAIMS_TEAMS", "teams"),
                directory.resolve("output.log"));
        database = new OwnDatabase(directory.resolve("data"));
        client = new Client(usher.address());
        ISSUER.comeBack();
        life = new OidcLife(
                client,
                database,
                person(
                        "auth0|host",
                        claims -> claims.claim("teams", List.of("acme", "acme.two", "acme.three", "acme.four"))),
                person("auth0|stranger", claims -> claims.claim("email", "stranger@example.org")),
                person(
                        "f:1:ann",
                        claims -> claims.claim("email", "Ann@Example.org").claim("email_verified", true)));
    }

    @AfterAll
    static void stop() {
        try (ISSUER;
                var _ = database) {
            usher.close();
        } finally {
            OwnDatabase.end(directory.resolve("data"));
        }
    }

    private static Person person(String id, UnaryOperator<JWTClaimsSet.Builder> says) {
        return new Person(id, "ann@example.org", ISSUER.token(says.apply(ISSUER.claims(id))));
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
    void there_are_no_accounts_and_no_first_administrator() {
        life.thereAreNoAccounts();
        assertThat(usher.output()).doesNotContain("First start", "password");
    }

    @Test
    void every_call_of_accounts_says_that_they_are_elsewhere() {
        Contract contract = Contract.served();
        Example example = Example.of(contract, Map.of());

        assertThat(contract.calls())
                .filteredOn(call -> contract.answer(call, 404)
                        .map(JsonNode::toString)
                        .orElse("")
                        .contains("accounts are not kept here"))
                .hasSizeGreaterThan(4)
                .allSatisfy(
                        call -> assertThat(client.call(call.method(), example.path(call), example.body(call), Map.of())
                                        .expect(404)
                                        .text())
                                .contains("accounts are not kept here"));
    }

    @Test
    void what_a_token_says_about_a_team_of_ours_counts_for_nothing() {
        Person founder = person("founder", claims -> claims);
        String team = client.foundTeam(founder, "Owls");
        Person usurper = person("usurper", claims -> claims.claim("teams", List.of(team)));

        assertThat(client.get("/team/%s/openInvitation".formatted(team), usurper)
                        .status())
                .isEqualTo(404);
        assertThat(client.invite(usurper, team, SharedUsher.address("x")).status())
                .isEqualTo(404);
        assertThat(client.call(
                                "POST",
                                "/v1/organizations/%s/api-keys".formatted(team),
                                Map.of("name", "x"),
                                usurper.token())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_team_of_the_host_has_neither_settings_nor_api_keys_here() {
        String acme = "/v1/organizations/acme";

        assertThat(client.call(
                                "POST",
                                acme + "/api-keys",
                                Map.of("name", "x"),
                                life.host().token())
                        .status())
                .isEqualTo(404);
        assertThat(client.call(
                                "PUT",
                                acme + "/settings",
                                Map.of("seats", 3),
                                life.host().token())
                        .status())
                .isEqualTo(404);
        assertThat(client.get(acme + "/statistics", life.host()).status()).isEqualTo(200);
    }

    @Test
    void a_batch_reaches_a_team_of_the_host_too() {
        String rows = "{\"email\":\"%s\"}\n{\"email\":\"%s\"}\n"
                .formatted(SharedUsher.address("one"), SharedUsher.address("two"));
        Client.Answer answer = client.call(
                "POST",
                "/v1/organizations/acme.four/invitations/batch",
                rows,
                Map.of("Authorization", "Bearer " + life.host().token(), "Content-Type", "application/x-ndjson"));

        assertThat(answer.expect(200).text().lines().filter(line -> line.contains("\"created\"")))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void a_password_or_a_token_of_nobody_opens_nothing() {
        String token = ISSUER.token(ISSUER.claims("eve").audience("somebody-else"));

        assertThat(client.call("GET", "/membershipInvitation/openInvitationCount", null, token)
                        .status())
                .isEqualTo(401);
        assertThat(client.call(
                                "GET",
                                "/membershipInvitation/openInvitationCount",
                                null,
                                Client.basic("admin", "correct horse battery"))
                        .status())
                .isEqualTo(401);
    }
}
