package dev.usher.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.web.limit.Limit;
import dev.usher.web.limit.LimitSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ReflectionUtils;

/** The settings of limits and proxies, as the environment gives them. */
class LimitSettingsTest {

    private static final Path SOURCE = Path.of("src/main/java/dev/usher/web/limit/LimitSettings.java");

    private static <T> T bound(Class<T> type, String prefix, Map<String, Object> environment) {
        MutablePropertySources sources = new MutablePropertySources();
        sources.addFirst(new SystemEnvironmentPropertySource("systemEnvironment", environment));
        return new Binder(ConfigurationPropertySources.from(sources)).bindOrCreate(prefix, Bindable.of(type));
    }

    private static LimitSettings limits(Map<String, Object> environment) {
        return bound(LimitSettings.class, "usher.limits", environment);
    }

    /** Each limit under the name of its environment variable. */
    private static Map<String, Limit> byName(LimitSettings settings) {
        Map<String, Limit> limits = new LinkedHashMap<>();
        for (RecordComponent group : LimitSettings.class.getRecordComponents()) {
            Object values = ReflectionUtils.invokeMethod(group.getAccessor(), settings);
            for (RecordComponent limit : group.getType().getRecordComponents()) {
                limits.put("USHER_LIMITS_" + upper(group.getName()) + "_" + upper(limit.getName()), (Limit)
                        ReflectionUtils.invokeMethod(limit.getAccessor(), values));
            }
        }
        return limits;
    }

    private static String upper(String name) {
        return name.replaceAll("([A-Z])", "_$1").toUpperCase(java.util.Locale.ROOT);
    }

    static Stream<String> names() {
        return byName(limits(Map.of())).keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void each_limit_is_set_by_the_variable_that_its_comment_names_and_changes_no_other(String name) throws IOException {
        Map<String, Limit> expected = new HashMap<>(byName(limits(Map.of())));
        expected.put(name, Limit.valueOf("7/PT7S"));

        assertThat(byName(limits(Map.of(name, "7/PT7S")))).isEqualTo(expected);
        assertThat(byName(limits(Map.of(name, "unlimited")))).containsEntry(name, Limit.UNLIMITED);
        assertThat(Files.readString(SOURCE)).containsOnlyOnce("{@code " + name + "}");
    }

    @Test
    void nothing_is_unlimited_unless_somebody_says_so() {
        assertThat(byName(limits(Map.of())).values()).hasSize(10).doesNotContain(Limit.UNLIMITED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0/PT1M", "", "off"})
    void a_limit_is_not_switched_off_by_accident(String value) {
        assertThatThrownBy(() -> limits(Map.of("USHER_LIMITS_SIGN_IN_BY_NAME", value)))
                .hasStackTraceContaining("unlimited");
    }

    @Test
    void proxies_are_networks() {
        assertThat(trusted("10.0.0.0/8, 2001:db8::/32,192.0.2.1/32"))
                .containsExactly("10.0.0.0/8", "2001:db8::/32", "192.0.2.1/32");
        assertThat(trusted("")).isEmpty();
        assertThat(bound(ProxySettings.class, "usher", Map.of()).trustedProxies())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "10\\..*",
                ".*/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "2001:db8::/129",
                "proxy.example.org/32",
                "10.0.0.0/8,gateway",
                "/8"
            })
    void what_is_no_network_is_refused_at_start(String value) {
        String wrong = Arrays.asList(value.split(",")).getLast();

        assertThatThrownBy(() -> trusted(value))
                .rootCause()
                .hasMessageContaining("such as 10.1.2.0/24")
                .hasMessageContaining("was '" + wrong + "'");
    }

    private static List<String> trusted(String value) {
        return bound(ProxySettings.class, "usher", Map.of("USHER_TRUSTED_PROXIES", value))
                .trustedProxies();
    }
}
