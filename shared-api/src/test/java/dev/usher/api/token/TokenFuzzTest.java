package dev.usher.api.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.UserId;
import dev.usher.api.token.SignedToken.EmailValidationToken;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedToken.InviteeVerificationToken;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes in the place of a token: it is the very one that was signed, or refused. */
class TokenFuzzTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");
    private static final List<Class<? extends SignedToken>> KINDS =
            List.of(InvitationToken.class, InviteeVerificationToken.class, EmailValidationToken.class);

    private final SignedTokens tokens = new SignedTokens(new OneKey(), Clock.fixed(NOW, ZoneOffset.UTC));

    private record OneKey() implements KeyRing {

        @Override
        public Key current() {
            return new Key(1, new byte[32]);
        }

        @Override
        public Optional<Key> version(int version) {
            return version == 1 ? Optional.of(current()) : Optional.empty();
        }

        @Override
        public List<Key> all() {
            return List.of(current());
        }
    }

    @Provide
    Arbitrary<SignedToken> signed() {
        Instant end = NOW.plus(Duration.ofDays(1));
        InvitationId invitation = new InvitationId("019a0000-0000-7000-8000-000000000001");
        return Arbitraries.of(
                new InvitationToken(invitation, 1, NOW, end),
                new InviteeVerificationToken(new UserId("ann"), invitation, 1, NOW, end),
                new EmailValidationToken(new EmailAddress("ann@example.org"), NOW, end));
    }

    /** JSON as somebody might write it who knows the fields. */
    @Provide
    Arbitrary<String> written() {
        Arbitrary<String> name = Arbitraries.of(
                "concreteType",
                "version",
                "createdOn",
                "expiresOn",
                "timestamp",
                "membershipInvitationId",
                "emailMembershipInvitationId",
                "generation",
                "inviteeId",
                "email",
                "hmac",
                "x");
        Arbitrary<String> value = Arbitraries.of(
                "null",
                "1",
                "-1",
                "1.5",
                "1e999999999",
                "9".repeat(1001),
                "true",
                "\"\"",
                "\"1\"",
                "\"\\ud800\"",
                "\"\\u0000\"",
                "\"2026-03-02T10:00:00.123Z\"",
                "\"+999999999-12-31T23:59:59.999999999Z\"",
                "\"ann@example.org\"",
                "\"AAAA\"",
                "[]",
                "[".repeat(600),
                "{}",
                "{\"a\":1}",
                "\"org.sagebionetworks.repo.model.MembershipInvtnSignedToken\"");
        return Combinators.combine(name, value)
                .as((field, text) -> "\"" + field + "\":" + text)
                .list()
                .ofMaxSize(11)
                .map(fields -> "{" + String.join(",", fields) + "}");
    }

    @Property(tries = 1000)
    void random_text_is_refused(@ForAll String text) {
        KINDS.forEach(kind -> assertThat(verified(text, kind)).isNull());
    }

    @Property(tries = 1000)
    void random_bytes_are_refused(@ForAll byte[] bytes) {
        KINDS.forEach(kind -> {
            assertThat(verified(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), kind))
                    .isNull();
            assertThat(verified(HexFormat.of().formatHex(bytes), kind)).isNull();
        });
    }

    @Property(tries = 1000)
    void what_nobody_signed_is_refused(@ForAll("written") String json) {
        String encoded = Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        KINDS.forEach(kind -> assertThat(verified(encoded, kind)).isNull());
    }

    @Property(tries = 1000)
    void a_token_with_another_byte_says_the_same_or_nothing(
            @ForAll("signed") SignedToken token, @ForAll int at, @ForAll byte other) {
        byte[] json = Base64.getUrlDecoder().decode(tokens.encode(token));
        json[Math.floorMod(at, json.length)] = other;
        String altered = Base64.getUrlEncoder().encodeToString(json);
        KINDS.forEach(kind -> assertThat(verified(altered, kind)).isIn(null, kind == token.getClass() ? token : null));
    }

    @Property(tries = 1000)
    void a_token_that_is_cut_or_continued_is_refused(
            @ForAll("signed") SignedToken token, @ForAll int length, @ForAll char more) {
        String whole = tokens.encode(token);
        assertThat(verified(whole.substring(0, Math.floorMod(length, whole.length())), token.getClass()))
                .isNull();
        assertThat(verified(whole + more, token.getClass())).isIn(null, token);
    }

    /** Null when it is refused; every other exception fails the test. */
    private SignedToken verified(String encoded, Class<? extends SignedToken> kind) {
        try {
            return tokens.verify(encoded, kind);
        } catch (Refusal refusal) {
            assertThat(refusal.code()).isIn(Refusal.Code.TOKEN_INVALID, Refusal.Code.TOKEN_EXPIRED);
            return null;
        }
    }
}
