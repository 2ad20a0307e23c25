package dev.usher.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import tools.jackson.databind.json.JsonMapper;

/** Whatever anybody types, a value is canonical or refused: nothing in between, and never another exception. */
class ValuePropertiesTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Letters of many scripts, marks, digits, what is invisible, what rearranges, halves of characters. */
    @Provide
    Arbitrary<String> anything() {
        Arbitrary<Integer> odd = Arbitraries.of(
                "aZ09.-_@+'\\\"<>,;: \t\r\n\u0000äßéςİıſKÅﬁＡ。٠١אבعربяａ山田ひカ한ᅠᄀ\u0301\u0308\u0345\u034F\u00AD\u061C\u115F\u180E\u200B\u200C\u200D\u200F\u2028\u202E\u2060\u3164\uFE0F\uFEFF\uFFFD\uD800\uDC00😀👩\uDB40\uDD00"
                        .codePoints()
                        .boxed()
                        .toArray(Integer[]::new));
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 0x2FFF);
        return Arbitraries.frequencyOf(Tuple.of(5, odd), Tuple.of(1, any))
                .list()
                .ofMaxSize(12)
                .map(points -> points.stream().map(Character::toString).reduce("", String::concat));
    }

    @Provide
    Arbitrary<String> addresses() {
        return Combinators.combine(anything(), anything(), Arbitraries.of("org", "рф", "example", "", "1"))
                .as((local, domain, top) -> local + "@" + domain + "." + top);
    }

    @Property(tries = 2000)
    void an_address_is_canonical_or_refused(@ForAll("addresses") String typed) {
        EmailAddress address = unlessRefused(() -> new EmailAddress(typed));
        if (address == null) {
            return;
        }
        String kept = address.value();
        assertThat(new EmailAddress(kept)).isEqualTo(address);
        assertThat(new EmailAddress(typed.toLowerCase(Locale.ROOT))).isEqualTo(address);
        assertThat(kept.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(254);
        assertThat(Normalizer.isNormalized(kept, Normalizer.Form.NFC)).isTrue();
        assertThat(kept.substring(kept.indexOf('@') + 1)).matches("[a-z0-9.-]+");
        assertThat(JSON.readValue(JSON.writeValueAsBytes(address), EmailAddress.class))
                .isEqualTo(address);
    }

    @Property(tries = 2000)
    void a_domain_is_that_which_was_typed(@ForAll("addresses") String typed) {
        EmailAddress address = unlessRefused(() -> new EmailAddress(typed));
        if (address != null) {
            String domain = typed.strip().toLowerCase(Locale.ROOT);
            domain = domain.substring(domain.lastIndexOf('@') + 1);
            assertThat(IDN.toUnicode(EmailDomain.of(address).value())).isEqualTo(IDN.toUnicode(domain));
            assertThat(new EmailDomain(domain)).isEqualTo(EmailDomain.of(address));
        }
    }

    @Property(tries = 1000)
    void a_value_is_refused_or_reads_itself_again(@ForAll("anything") String typed) {
        List<Function<String, ?>> types =
                List.of(EmailDomain::new, LanguageTag::new, Role::new, TeamId::new, UserId::new, InvitationId::new);
        for (Function<String, ?> type : types) {
            Object value = unlessRefused(() -> type.apply(typed));
            if (value != null) {
                assertThat(JSON.readValue(JSON.writeValueAsBytes(value), value.getClass()))
                        .isEqualTo(value);
            }
        }
    }

    @Provide
    Arbitrary<String> tags() {
        Arbitrary<String> part = Arbitraries.of(
                "de",
                "DE",
                "CH",
                "zh",
                "cmn",
                "Hant",
                "x",
                "u",
                "co",
                "phonebk",
                "1901",
                "i",
                "klingon",
                "default",
                "no",
                "NO",
                "NY",
                "iw",
                "und",
                "art",
                "lojban",
                "lvariant",
                "a",
                "ext1",
                "",
                "ß");
        return part.list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .flatMap(parts -> Arbitraries.of("-", "_").map(between -> String.join(between, parts)));
    }

    @Property(tries = 500)
    void a_language_is_refused_or_reads_itself_again(@ForAll("tags") String typed) {
        LanguageTag tag = unlessRefused(() -> new LanguageTag(typed));
        if (tag != null) {
            assertThat(new LanguageTag(tag.value())).isEqualTo(tag);
            assertThat(tag.value()).hasSizeLessThanOrEqualTo(35);
        }
    }

    /** The log keeps it as JSON, views as text: both must be able to. */
    @Property(tries = 1000)
    void metadata_is_refused_or_can_be_kept(@ForAll("maps") Map<String, String> typed) {
        Metadata metadata = unlessRefused(() -> new Metadata(typed));
        if (metadata != null) {
            assertThat(metadata.values()).isEqualTo(typed);
            metadata.values().forEach((key, value) -> {
                assertThat(key + value).doesNotContain("\u0000");
                assertThat(new String((key + value).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                        .isEqualTo(key + value);
            });
        }
    }

    @Provide
    Arbitrary<Map<String, String>> maps() {
        return Arbitraries.maps(anything(), anything()).ofMaxSize(3);
    }

    @Property(tries = 1000)
    void what_a_refusal_quotes_is_short_and_shows_what_it_holds(@ForAll("anything") String typed) {
        String quoted = PlainText.quoted(typed + typed + typed + typed);
        assertThat(quoted.codePointCount(0, quoted.length())).isLessThanOrEqualTo(43);
        assertThat(quoted.codePoints().boxed()).noneMatch(PlainText::isHidden);
    }

    private static <T> T unlessRefused(Supplier<T> made) {
        try {
            return made.get();
        } catch (Refusal refusal) {
            assertThat(refusal.code()).isEqualTo(Refusal.Code.INVALID);
            return null;
        }
    }
}
