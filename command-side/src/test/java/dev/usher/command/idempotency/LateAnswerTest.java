package dev.usher.command.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.command.CommandSideTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A process stood still for so long that another one carried its request out once more, and then goes on. */
@CommandSideTest
class LateAnswerTest {

    @Autowired
    Requests requests;

    @Test
    void who_is_late_tells_what_the_other_one_was_answered() {
        Attempt attempt =
                requests.begin(UUID.randomUUID().toString(), "the same").attempt();
        Answer told = answer("the secret of now");
        Answer untrue = answer("a secret that has been renewed");

        assertThat(requests.answered(attempt, told)).isSameAs(told);
        assertThat(requests.answered(attempt, untrue))
                .usingRecursiveComparison()
                .isEqualTo(told);
    }

    private static Answer answer(String body) {
        return new Answer(201, Map.of("Location", "/1"), body.getBytes(StandardCharsets.UTF_8));
    }
}
