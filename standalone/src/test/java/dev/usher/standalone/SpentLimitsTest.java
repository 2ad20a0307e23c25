package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.openapi.Contract;
import dev.usher.openapi.Contract.Call;
import dev.usher.standalone.Client.Person;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every call that is documented to be limited is. */
@Execution(ExecutionMode.CONCURRENT) // it has processes of its own
class SpentLimitsTest {

    private static final Contract CONTRACT = Contract.served();

    /** Enough to set the scene: two invitations, and their administrator signed in. */
    private static final Map<String, String> FEW = Map.of(
            "USHER_LIMITS_SIGN_IN_BY_ADDRESS", "2/PT1H",
            "USHER_LIMITS_TOKEN_BY_ADDRESS", "1/PT1H",
            "USHER_LIMITS_REGISTRATION_LETTER_BY_ADDRESS", "1/PT1H",
            "USHER_LIMITS_VERIFICATION_LETTER_BY_CALLER", "1/PT1H",
            "USHER_LIMITS_INVITATION_LETTER_BY_INVITER", "2/PT1H");

    @TempDir
    Path directory;

    @Test
    void tooManyOfThemAreRefused() {
        Path data = directory.resolve("data");
        Map<String, String> settings = new HashMap<>(FEW);
        settings.putAll(Map.of("USHER_DATA", data.toString(), "USHER_ADMIN_PASSWORD", SharedUsher.PASSWORD));
        try (UsherProcess usher = UsherProcess.start(Standalone.class, settings, directory.resolve("output.log"))) {
            assertThat(refused(new Client(usher.address())))
                    .isEqualTo(CONTRACT.calls().stream()
                            .filter(call -> call.statuses().contains("429"))
                            .map(Call::name)
                            .collect(Collectors.toSet()));
        } finally {
            OwnDatabase.end(data);
        }
    }

    private static Set<String> refused(Client client) {
        Person admin = client.signIn("admin", SharedUsher.PASSWORD);
        String team = client.foundTeam(admin, "Spendthrifts");
        String first = invited(client, admin, team);
        String second = invited(client, admin, team);
        client.askForProof(admin, first).expect(202);
        Example example = Example.of(
                CONTRACT,
                Map.of(
                        "team", team,
                        "organizations", team,
                        "invitations", second,
                        "membershipInvitation", second,
                        "emailMembershipInvitation", second));
        Set<String> refused = new LinkedHashSet<>();
        for (Call call : CONTRACT.calls()) {
            Map<String, String> headers =
                    call.isPublic() ? Map.of() : Map.of("Authorization", "Bearer " + admin.token());
            // A public call may have something left, of which no scene is set.
            for (int i = 0; i < 3 && call.statuses().contains("429"); i++) {
                if (client.call(call.method(), example.path(call), example.body(call), headers)
                                .status()
                        == 429) {
                    refused.add(call.name());
                }
            }
        }
        return refused;
    }

    private static String invited(Client client, Person admin, String team) {
        return client.invite(admin, team, SharedUsher.address("anybody"))
                .expect(201)
                .json()
                .get("id")
                .asString();
    }
}
