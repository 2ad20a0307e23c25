package dev.usher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource({
        "ann@example.org, ann@example.org",
        "'  Ann.Lee@Example.ORG ', ann.lee@example.org",
        "a+tag@example.org, a+tag@example.org",
        "o'neil@example.org, o'neil@example.org",
        "jörg@bücher.example, jörg@xn--bcher-kva.example",
        "почта@пример.рф, почта@xn--e1afmkfd.xn--p1ai",
        "山田@例え.jp, 山田@xn--r8jz45g.jp"
    })
    void isTrimmedAndLowerCasedAndKeepsEverythingElse(String typed, String kept) {
        assertThat(new EmailAddress(typed).value()).isEqualTo(kept);
    }

    @Test
    void whoeverLeavesOutADotIsSomebodyElse() {
        assertThat(new EmailAddress("a.b@x.org")).isNotEqualTo(new EmailAddress("ab@x.org"));
        assertThat(new EmailAddress("ab+c@x.org")).isNotEqualTo(new EmailAddress("ab@x.org"));
    }

    @Test
    void theSameAddressInOtherCasesIsTheSame() {
        assertThat(new EmailAddress("ANN@EXAMPLE.org")).isEqualTo(new EmailAddress("ann@example.org"));
        assertThat(new EmailAddress("x@BÜCHER.example")).isEqualTo(new EmailAddress("x@xn--bcher-kva.example"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "   ",
                "ann",
                "@example.org",
                "ann@",
                "ann@localhost",
                "ann@@example.org",
                "a b@example.org",
                "ann@exa mple.org",
                ".ann@example.org",
                "ann.@example.org",
                "a..b@example.org",
                "ann@example..org",
                "ann@-example.org",
                "ann@example.org.",
                "ann@[127.0.0.1]",
                "ann@127.0.0.1",
                "\"ann\"@example.org",
                "Ann <ann@example.org>",
                "ann@example.org,bob@example.org",
                "ann@example.org\r\nBcc: bob@example.org",
                "ann\u0000@example.org",
                "ann\u0007@example.org"
            })
    void whatIsNoAddressIsRefused(String typed) {
        assertRefused(typed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0430nn@example.org", // Cyrillic a among Latin letters
                "ann@ex\u0430mple.org",
                "\uFF41nn@example.org", // full width a
                "ann\uFF20example.org", // full width @
                "an\u200Bn@example.org", // zero width space
                "an\u00ADn@example.org", // soft hyphen
                "\u202Eann@example.org", // right-to-left override
                "ann@example\u3002org", // ideographic full stop
                "ﬁn@example.org", // ligature
                "ann\uFE0F@example.org", // variation selector
                "ann\u034F@example.org", // grapheme joiner
                "\u1160@example.org", // a Hangul letter that is not there
                "ann\uDB40\uDD00@example.org" // a variation selector of another plane
            })
    void whatLooksLikeAnotherAddressIsRefused(String typed) {
        assertRefused(typed);
    }

    /** IDNA 2003, which is what Java has, maps these to other domains; what is current keeps them apart. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@straße.example", // not strasse.example
                "ann@βόλος.example", // a final sigma
                "ann@exa\u200Dmple.org", // zero width joiner
                "ann@exa\uFE0Fmple.org"
            })
    void aDomainThatWouldLeadElsewhereIsRefused(String typed) {
        assertRefused(typed);
    }

    @Test
    void suchADomainCanBeWrittenInItsAsciiForm() {
        assertThat(new EmailAddress("ann@XN--STRAE-OQA.example").value()).isEqualTo("ann@xn--strae-oqa.example");
    }

    @Test
    void isBoundedAsMailServersBoundIt() {
        assertThat(new EmailAddress("a".repeat(64) + "@example.org").value()).hasSize(76);
        assertRefused("a".repeat(65) + "@example.org");
        assertRefused("ä".repeat(33) + "@example.org");
        assertRefused("a@" + "b".repeat(64) + ".org");
        assertRefused("a@" + "b.".repeat(130) + "org");
        assertRefused("x".repeat(100_000));
    }

    @Test
    void showsItselfMasked() {
        assertThat(new EmailAddress("ann@example.org")).hasToString("a…@example.org");
    }

    private static void assertRefused(String typed) {
        assertThatThrownBy(() -> new EmailAddress(typed))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Refusal.Code.INVALID));
    }
}
