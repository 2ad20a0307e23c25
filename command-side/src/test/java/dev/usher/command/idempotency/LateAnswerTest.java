package dev.usher.command.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.UserId;
import dev.usher.api.invitation.AcceptInvitation;
import dev.usher.api.team.CreateApiKey;
import dev.usher.command.Browser;
import dev.usher.command.Browser.As;
import dev.usher.command.CommandSideTest;
import dev.usher.command.Town;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.Registration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A process stands still for so long that another one carries its request out once more, and then goes on. */
@CommandSideTest
class LateAnswerTest {

    private static final String REPLAYED = "Idempotency-Replayed";

    @Autowired
    Browser browser;

    @Autowired
    Town town;

    @Autowired
    JdbcClient sql;

    @Autowired
    CommandBus bus;

    private final UserId admin = UserId.next();
    private String team;

    /** @param first who stood still, and was answered last */
    private record Both(Browser.Answer first, Browser.Answer second) {}

    @BeforeEach
    void found() {
        team = "/v1/organizations/" + town.foundedBy(admin);
    }

    @Test
    void who_is_late_tells_what_the_other_was_answered() {
        EmailAddress address = Town.someone();
        String invitation = browser.user(admin)
                .post(team + "/invitations", Map.of("email", address.value(), "channel", "link"))
                .expect(201)
                .text("id");
        As ann = withKey(browser.owner(UserId.next(), address));

        Both both = overtaken(
                AcceptInvitation.class, () -> ann.post(team + "/invitations/" + invitation + "/acceptance", ""));

        assertThat(both.second().expect(200).response().headers().firstValue(REPLAYED))
                .isEmpty();
        assertThat(both.first().expect(200).response().headers().firstValue(REPLAYED))
                .hasValue("true");
        assertThat(both.first().body()).isEqualTo(both.second().body());
    }

    @Test
    void who_is_late_does_not_renew_the_secret_that_the_other_was_told() {
        As as = withKey(browser.user(admin));
        Supplier<Browser.Answer> request = () -> as.post(team + "/api-keys", Map.of("name", "Portal"));

        Both both = overtaken(CreateApiKey.class, request);

        assertThat(both.first().expect(409).text("code")).isEqualTo("request-in-progress");
        Browser.Answer told = both.second().expect(201);
        assertThat(request.get().expect(201).body()).isEqualTo(told.body());
        String secret = told.text("keyId") + ":" + told.text("keySecret");
        browser.with(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)))
                .post(team + "/invitations", Map.of("email", Town.someone().value()))
                .expect(201);
    }

    /** Just before the first try sends this wish, the second try is begun and ended. */
    private Both overtaken(Class<?> wish, Supplier<Browser.Answer> request) {
        AtomicReference<Browser.Answer> second = new AtomicReference<>();
        boolean[] stoodStill = new boolean[1];
        Registration pause = bus.registerDispatchInterceptor(_ -> (_, command) -> {
            if (wish.isInstance(command.getPayload()) && !stoodStill[0]) {
                stoodStill[0] = true;
                sql.sql("update command_side.idempotent_request set lease_until = 'epoch' where answer is null")
                        .update();
                second.set(request.get());
            }
            return command;
        });
        try {
            return new Both(request.get(), second.get());
        } finally {
            pause.cancel();
        }
    }

    private As withKey(As caller) {
        return browser.with(caller, "Idempotency-Key", UUID.randomUUID().toString());
    }
}
