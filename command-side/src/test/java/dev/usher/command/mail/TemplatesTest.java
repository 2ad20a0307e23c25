package dev.usher.command.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samskivert.mustache.MustacheException;
import dev.usher.api.EmailAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {

    private static final EmailAddress TO = new EmailAddress("friend@example.org");
    private static final Map<String, Object> VALUES = Map.of(
            "isNamed", true,
            "team", "Rockets",
            "user", "Ada",
            "expires", "tomorrow",
            "link", URI.create("https://portal.example.org/?a=1&b=2"));

    private final Templates templates = new MustacheTemplates();

    @ParameterizedTest
    @ValueSource(strings = {"team", "user", "expires", "link"})
    void a_value_that_is_missing_or_null_is_an_error(String name) {
        Map<String, Object> incomplete = new HashMap<>(VALUES);
        incomplete.remove(name);
        assertThatThrownBy(() -> templates.write("verification", TO, "x", incomplete))
                .isInstanceOf(MustacheException.class)
                .hasMessageContaining(name);
        incomplete.put(name, null);
        assertThatThrownBy(() -> templates.write("verification", TO, "x", incomplete))
                .isInstanceOf(MustacheException.class)
                .hasMessageContaining(name);
    }

    @Test
    void a_section_that_is_missing_is_an_error() {
        Map<String, Object> incomplete = new HashMap<>(VALUES);
        incomplete.remove("isNamed");
        assertThatThrownBy(() -> templates.write("verification", TO, "x", incomplete))
                .isInstanceOf(MustacheException.class)
                .hasMessageContaining("isNamed");
    }

    @Test
    void html_is_escaped_and_text_is_not() {
        Map<String, Object> values = new HashMap<>(VALUES);
        values.put("team", "<b>\"R&D\"</b>");
        Mail mail = templates.write("verification", TO, "x", values);
        assertThat(mail.text()).contains("<b>\"R&D\"</b>");
        assertThat(mail.html()).doesNotContain("<b>").contains("&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt;");
    }

    @Test
    void only_an_uri_stays_a_link() {
        Map<String, Object> values = new HashMap<>(VALUES);
        values.put("team", "https://evil.example/");
        Mail mail = templates.write("verification", TO, "x", values);
        assertThat(mail.text())
                .contains("\nhttps://portal.example.org/?a=1&b=2\n")
                .doesNotContain("https://evil", "evil.example");
        assertThat(mail.html())
                .contains("href=\"https://portal.example.org/?a&#x3D;1&amp;b&#x3D;2\"")
                .doesNotContain("https://evil", "evil.example");
    }

    @Test
    void html_loads_nothing_from_elsewhere() {
        String html = templates.write("verification", TO, "x", VALUES).html();
        assertThat(html)
                .startsWith("<!doctype html>\n<html lang=\"en\"")
                .doesNotContainIgnoringCase("<img", "<script", "<link", "url(", "@import", "<iframe")
                .doesNotContain("{{");
        assertThat(html.split("http", -1)).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example/x, http:|//evil.|example/x",
        "see www.evil.example now, see www.|evil.|example now",
        "Booking.com, Booking.|com",
        "mail bob@evil.example, mail bob@|evil.|example",
        "mailto:bob, mailto:|bob",
        "javascript:x, javascript:|x",
        "10.0.0.1, 10.|0.|0.|1",
        "évil.example, évil.|example",
        "evil。example, evil。|example",
        "'The end. Really: yes, 12:30', 'The end. Really: yes, 12:30'"
    })
    void words_that_look_like_links_are_broken_without_a_trace(String words, String broken) {
        assertThat(Plain.unlinked(words)).isEqualTo(broken.replace('|', '\u200B'));
    }

    @Test
    void a_reason_names_no_address_and_fits() {
        assertThat(Plain.reason("550 no user <bob@example.org>\r\n here")).isEqualTo("550 no user <address> here");
        assertThat(Plain.reason("x".repeat(1000))).hasSize(400).endsWith("…");
        assertThat(List.of(Plain.reason(null), Plain.reason(" "))).containsOnly("no reason given");
    }
}
