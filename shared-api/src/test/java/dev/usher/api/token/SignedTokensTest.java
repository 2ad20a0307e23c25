package dev.usher.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SignedTokensTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");
    private static final InvitationId INVITATION = new InvitationId("019a0000-0000-7000-8000-000000000001");
    private static final UserId USER = new UserId("019a0000-0000-7000-8000-000000000002");

    private final Ring ring = new Ring();
    private final SignedTokens tokens = at(NOW);

    static List<SignedToken> everyKind() {
        Instant tomorrow = NOW.plus(Duration.ofDays(1));
        return List.of(
                new InvitationToken(INVITATION, 3, NOW, tomorrow),
                new InviteeVerificationToken(USER, INVITATION, 3, NOW, tomorrow),
                new EmailValidationToken(new EmailAddress("jörg@example.org"), NOW, tomorrow));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aSignedTokenSaysWhatItWasSignedFor(SignedToken token) {
        assertThat(tokens.verify(tokens.sign(token), token.getClass())).isEqualTo(token);
        assertThat(tokens.verify(tokens.encode(token), token.getClass())).isEqualTo(token);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void hexIsReadAsWellAsBase64Url(SignedToken token) {
        byte[] json = JSON.writeValueAsBytes(tokens.sign(token));
        assertThat(tokens.verify(HexFormat.of().formatHex(json), token.getClass()))
                .isEqualTo(token);
        assertThat(tokens.verify(HexFormat.of().withUpperCase().formatHex(json), token.getClass()))
                .isEqualTo(token);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void theSignatureDoesNotDependOnTheOrderOrSpacingOfTheJson(SignedToken token) {
        Map<?, ?> fields = JSON.convertValue(tokens.sign(token), TreeMap.class);
        String pretty = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(new TreeMap<>(fields));
        SignedTokenBody body = JSON.readValue(pretty, SignedTokenBody.class);
        assertThat(tokens.verify(body, token.getClass())).isEqualTo(token);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void everyAlteredFieldIsRefused(SignedToken token) {
        ObjectNode good = JSON.valueToTree(tokens.sign(token));
        for (String field : List.copyOf(good.propertyNames())) {
            if (field.equals("timestamp")) {
                continue; // the older name of createdOn: said, but not read
            }
            ObjectNode altered = good.deepCopy();
            altered.put(field, altered(good, field));
            assertThatThrownBy(() -> tokens.verify(JSON.treeToValue(altered, SignedTokenBody.class), token.getClass()))
                    .as("altered %s", field)
                    .isInstanceOfSatisfying(
                            Refusal.class, r -> assertThat(r.code()).isEqualTo(Refusal.Code.TOKEN_INVALID));
        }
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void oneKindIsNeverTakenForAnother(SignedToken token) {
        everyKind().stream()
                .map(SignedToken::getClass)
                .filter(kind -> kind != token.getClass())
                .forEach(kind -> assertThatThrownBy(() -> tokens.verify(tokens.sign(token), kind))
                        .isInstanceOf(Refusal.class));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void endsWithItsLife(SignedToken token) {
        SignedTokenBody body = tokens.sign(token);
        assertThat(at(token.expiresOn().minusMillis(1)).verify(body, token.getClass()))
                .isEqualTo(token);
        assertThatThrownBy(() -> at(token.expiresOn()).verify(body, token.getClass()))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(Refusal.Code.TOKEN_EXPIRED));
    }

    @Test
    void anOlderKeyVerifiesUntilItIsRetired() {
        SignedToken token = everyKind().getFirst();
        SignedTokenBody old = tokens.sign(token);
        ring.rotate();
        assertThat(tokens.sign(token).version()).isEqualTo(2);
        assertThat(tokens.verify(old, token.getClass())).isEqualTo(token);
        ring.retire(1);
        assertThatThrownBy(() -> tokens.verify(old, token.getClass())).isInstanceOf(Refusal.class);
    }

    @Test
    void signingAgainGivesTheSameTokenSoItNeedNotBeStored() {
        SignedToken token = everyKind().getFirst();
        assertThat(tokens.encode(token)).isEqualTo(tokens.encode(token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "e30", "bnVsbA", "W10", "%%%", "MTIz", "00", "7b7d", "eyJobWFjIjoiIn0"})
    void garbageIsRefusedAndNothingElseHappens(String garbage) {
        assertThatThrownBy(() -> tokens.verify(garbage, InvitationToken.class)).isInstanceOf(Refusal.class);
        String wrapped = Base64.getUrlEncoder().encodeToString(garbage.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> tokens.verify(wrapped, InvitationToken.class)).isInstanceOf(Refusal.class);
    }

    @Test
    void anInvitationTokenLivesThirtyDaysAtMost() {
        assertThat(InvitationToken.of(INVITATION, 1, NOW, NOW.plus(Duration.ofDays(7)))
                        .expiresOn())
                .isEqualTo(NOW.plus(Duration.ofDays(7)));
        assertThat(InvitationToken.of(INVITATION, 1, NOW, NOW.plus(Duration.ofDays(300)))
                        .expiresOn())
                .isEqualTo(NOW.plus(Duration.ofDays(30)));
    }

    @Test
    void showsNoSecretInLogs() {
        SignedTokenBody body = tokens.sign(everyKind().getFirst());
        assertThat(body.toString()).doesNotContain(body.hmac());
        assertThat(ring.current().toString()).isEqualTo("Key[version=1]");
    }

    private static String altered(ObjectNode good, String field) {
        return switch (field) {
            case "version" -> "2";
            case "generation" -> "4";
            case "hmac" -> Base64.getEncoder().encodeToString(new byte[32]);
            case "createdOn", "expiresOn" -> "2027-01-01T00:00:00Z";
            case "email" -> "eve@example.org";
            default -> good.get(field).asString() + "x";
        };
    }

    private SignedTokens at(Instant time) {
        return new SignedTokens(ring, Clock.fixed(time, ZoneOffset.UTC));
    }

    /** The smallest real ring: versions in memory. */
    private static final class Ring implements KeyRing {

        private final TreeMap<Integer, Key> keys = new TreeMap<>(Map.of(1, key(1)));

        void rotate() {
            keys.put(keys.lastKey() + 1, key(keys.lastKey() + 1));
        }

        void retire(int version) {
            keys.remove(version);
        }

        @Override
        public Key current() {
            return keys.lastEntry().getValue();
        }

        @Override
        public Optional<Key> version(int version) {
            return Optional.ofNullable(keys.get(version));
        }

        @Override
        public List<Key> all() {
            return List.copyOf(keys.descendingMap().values());
        }

        private static Key key(int version) {
            byte[] secret = new byte[32];
            secret[0] = (byte) version;
            return new Key(version, secret);
        }
    }
}
