package dev.usher.command.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WebhookSettingsTest {

    @Test
    void by_default_no_inner_host_is_allowed_and_a_delivery_is_tried_for_a_day_and_a_quarter() {
        WebhookSettings settings = bound(Map.of());
        assertThat(settings.allowedHosts()).isEmpty();
        assertThat(settings.pause(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.pause(7)).isEqualTo(Duration.ofDays(1));
        assertThat(settings.isLast(7)).isFalse();
        assertThat(settings.isLast(8)).isTrue();
        assertThat(settings.longest()).isBetween(Duration.ofHours(38), Duration.ofHours(49));
    }

    @Test
    void hosts_come_as_a_list_in_any_case() {
        assertThat(bound(Map.of("usher.webhooks.allowed-hosts", "Hooks.internal, [::1]"))
                        .allowedHosts())
                .isEqualTo(List.of("hooks.internal", "[::1]"));
        assertThat(bound(Map.of("usher.webhooks.allowed-hosts", "")).allowedHosts())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "allowed-hosts, *.internal",
        "allowed-hosts, hooks.internal:8080",
        "workers, 0",
        "workers, 257",
        "timeout, PT0S",
        "pauses, PT-1S",
        "pauses, ''",
        "poll-interval, PT0S",
        "heartbeat, PT0S"
    })
    void what_makes_no_sense_is_refused_at_the_start(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of("usher.webhooks." + name, value)))
                .rootCause()
                .hasMessageContaining("usher.webhooks." + name);
    }

    private static WebhookSettings bound(Map<String, String> given) {
        return new Binder(new MapConfigurationPropertySource(given))
                .bindOrCreate("usher.webhooks", WebhookSettings.class);
    }
}
