package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The guard of all tests of wrong calls, seen to fail. */
@ExtendWith(SharedUsher.AsParameter.class)
class RefusedTest {

    private final SharedUsher usher;
    private final Refused refused;

    RefusedTest(SharedUsher usher) {
        this.usher = usher;
        this.refused = new Refused(usher);
    }

    @Test
    void aCallThatChangesSomethingIsFound() {
        Wrong fine = Wrong.call("POST", "/team", usher.administrator(), Map.of("name", "Fine"), 400, "");

        assertThatThrownBy(() -> refused.check(fine))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("facts and rows");
    }

    @Test
    void anotherStatusIsFound() {
        Wrong unknown = Wrong.call("GET", "/team/none/openInvitation", usher.administrator(), null, 400, "");

        assertThatThrownBy(() -> refused.check(unknown))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("404");
    }

    @Test
    void aReasonThatDoesNotHelpIsFound() {
        Wrong unknown = Wrong.call("GET", "/team/none/openInvitation", usher.administrator(), null, 404, "limit");

        assertThatThrownBy(() -> refused.check(unknown))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the reason helps");
    }
}
