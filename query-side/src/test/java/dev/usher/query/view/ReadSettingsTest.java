package dev.usher.query.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ReadSettingsTest {

    @Test
    void readsWaitTwoSecondsUnlessToldOtherwise() {
        assertThat(bound(Map.of()).patience()).isEqualTo(Duration.ofSeconds(2));
        assertThat(bound(Map.of("usher.reads.patience", "0s")).patience()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1s", "30001ms"})
    void aPatienceOutOfRangeIsRefusedAtTheStartNamingTheValue(String patience) {
        assertThatThrownBy(() -> bound(Map.of("usher.reads.patience", patience)))
                .hasRootCauseMessage("usher.reads.patience must be 0 to 30s, was "
                        + (patience.equals("-1s") ? "PT-1S" : "PT30.001S"));
    }

    private static ReadSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("usher.reads", ReadSettings.class);
    }
}
