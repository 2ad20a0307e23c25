package dev.usher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.FoundTeam;
import dev.usher.api.token.KeyRing;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.invitation.Invitations;
import dev.usher.eventstore.KeyRings;
import dev.usher.eventstore.PersonDigests;
import dev.usher.eventstore.Safe;
import dev.usher.eventstore.TestDatabase;
import dev.usher.web.AccessTokens;
import dev.usher.web.Caller;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** A command side that is started with another master key keeps every secret that the first one had wrapped. */
class MasterKeyChangeTest {

    private static final String OLD = TestDatabase.MASTER_KEY;
    private static final String NEW = Base64.getEncoder().encodeToString(new byte[32]);

    private final TestDatabase database = TestDatabase.fresh();
    private final UserId admin = UserId.next();
    private final TeamId team = TeamId.next();
    private final String door = "/v1/organizations/" + team;
    private final EmailAddress address = Town.someone();

    private ConfigurableApplicationContext started(String... keys) {
        return new SpringApplicationBuilder(CommandSide.class)
                .properties(database.properties())
                .properties("server.port=0", "spring.mail.host=127.0.0.1", "usher.admin.password=not used here")
                .properties(
                        "usher.master-key=" + keys[0], "usher.master-key-previous=" + (keys.length > 1 ? keys[1] : ""))
                .run();
    }

    private record Kept(
            String token,
            String invitation,
            String answer,
            String webhook,
            byte[] secret,
            String person,
            String link,
            KeyRing.Key checkpoint) {}

    @Test
    void everySecretSurvivesAndInTheEndTheOldKeyOpensNothing() {
        Kept kept;
        try (var usher = started(OLD)) {
            kept = work(usher);
        }
        try (var usher = started(NEW, OLD)) {
            assertAllIsThere(usher, kept);
        }
        try (var usher = started(NEW)) {
            assertAllIsThere(usher, kept);
        }
        assertThatThrownBy(() -> started(OLD))
                .rootCause()
                .hasMessageContaining("The master key does not open")
                .hasMessageContaining("USHER_MASTER_KEY_PREVIOUS");
    }

    private Kept work(ConfigurableApplicationContext usher) {
        usher.getBean(CommandGateway.class).sendAndWait(new FoundTeam(team, "Owls", admin));
        String token = usher.getBean(AccessTokens.class).issue(new Caller(admin, Set.of(), Set.of()));
        String answer = invite(usher, token).body();
        String webhook = call(usher, token, "/webhooks", Map.of("url", "https://hooks.example.org/"))
                .body();
        return new Kept(
                token,
                JsonMapper.shared().readTree(answer).get("id").asString(),
                answer,
                JsonMapper.shared().readTree(webhook).get("id").asString(),
                Base64.getDecoder()
                        .decode(JsonMapper.shared()
                                .readTree(webhook)
                                .get("secret")
                                .asString()
                                .substring("whsec_".length())),
                usher.getBean(PersonDigests.class).of(address),
                link(usher, JsonMapper.shared().readTree(answer).get("id").asString()),
                checkpointKey(usher));
    }

    private void assertAllIsThere(ConfigurableApplicationContext usher, Kept kept) {
        HttpResponse<String> again = invite(usher, kept.token());
        assertThat(again.statusCode())
                .as("the access token, and the answer that was kept")
                .isEqualTo(201);
        assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(again.body()).isEqualTo(kept.answer());
        assertThat(usher.getBean(Invitations.class)
                        .find(new InvitationId(kept.invitation()))
                        .orElseThrow()
                        .invitee()
                        .email())
                .isEqualTo(address);
        assertThat(usher.getBean(PersonDigests.class).of(address)).isEqualTo(kept.person());
        assertThat(link(usher, kept.invitation())).isEqualTo(kept.link());
        byte[] wrapped = usher.getBean(JdbcTemplate.class)
                .queryForObject("select secret from command_side.webhook", byte[].class);
        assertThat(usher.getBean(Safe.class).unwrap(wrapped, "command_side.webhook/" + kept.webhook()))
                .isEqualTo(kept.secret());
        assertThat(checkpointKey(usher).secret()).isEqualTo(kept.checkpoint().secret());
    }

    /** Signed anew at each time, and the same for as long as the key is. */
    private static String link(ConfigurableApplicationContext usher, String invitation) {
        return usher.getBean(SignedTokens.class)
                .encode(usher.getBean(Invitations.class)
                        .find(new InvitationId(invitation))
                        .orElseThrow()
                        .token());
    }

    private HttpResponse<String> invite(ConfigurableApplicationContext usher, String token) {
        return call(
                usher,
                token,
                "/invitations",
                Map.of("email", address.value(), "channel", "link"),
                "Idempotency-Key",
                "the-one-and-only");
    }

    private static KeyRing.Key checkpointKey(ConfigurableApplicationContext usher) {
        return usher.getBean(KeyRings.class)
                .ring(KeyRings.CHECKPOINT, () -> {
                    throw new IllegalStateException("there is one");
                })
                .current();
    }

    private HttpResponse<String> call(
            ConfigurableApplicationContext usher, String token, String path, Object body, String... headers) {
        URI uri = URI.create("http://127.0.0.1:%s%s%s"
                .formatted(usher.getEnvironment().getProperty("local.server.port"), door, path));
        String[] all = Stream.concat(
                        Stream.of("Content-Type", "application/json", "Authorization", "Bearer " + token),
                        Stream.of(headers))
                .toArray(String[]::new);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .headers(all)
                            .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
