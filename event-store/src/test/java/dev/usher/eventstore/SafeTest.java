package dev.usher.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SafeTest {

    private final Safe safe = new Safe(key(TestDatabase.MASTER_KEY));

    @Test
    void a_secret_opens_where_it_was_put_and_nowhere_else() {
        byte[] secret = safe.fresh();
        byte[] wrapped = safe.wrap(secret, "table/1");
        assertThat(secret).hasSize(32).isNotEqualTo(safe.fresh());
        assertThat(safe.unwrap(wrapped, "table/1")).isEqualTo(secret);
        assertThat(safe.wrap(secret, "table/1")).isNotEqualTo(wrapped);
        assertThatThrownBy(() -> safe.unwrap(wrapped, "table/2"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("table/2");
        wrapped[20] ^= 1;
        assertThatThrownBy(() -> safe.unwrap(wrapped, "table/1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void another_master_key_opens_nothing() {
        Safe other = new Safe(key("b3RoZXI1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="));
        assertThatThrownBy(() -> other.unwrap(safe.wrap(safe.fresh(), "table/1"), "table/1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the secret at table/1 was altered, or is of another master key");
    }

    private static MasterKey key(String base64) {
        return MasterKey.of(
                new KeySettings(base64, (Path) null, new KeySettings.Keys(Duration.ofDays(90), Duration.ofDays(60))));
    }
}
