package dev.usher.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SafeTest {

    private final MasterKey master = key(TestDatabase.MASTER_KEY);
    private final Safe safe = new Safe(SealingKey.fresh(), master);

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
    void another_safe_opens_nothing() {
        Safe other = new Safe(SealingKey.fresh(), master);
        assertThatThrownBy(() -> other.unwrap(safe.wrap(safe.fresh(), "table/1"), "table/1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("what is at table/1 does not open");
    }

    @Test
    void what_the_master_key_had_wrapped_is_opened_without_it_from_then_on() {
        byte[] secret = safe.fresh();
        byte[] rewrapped = safe.rewrap(master.wrap(secret, "table/1"), "table/1");
        assertThat(safe.unwrap(rewrapped, "table/1")).isEqualTo(secret);
        assertThatThrownBy(() -> master.unwrap(rewrapped, "table/1")).isInstanceOf(StartRefused.class);
    }

    private static MasterKey key(String base64) {
        return MasterKey.of(new KeySettings(base64, null, null, null, null));
    }
}
