package dev.usher.api.token;

import static dev.usher.api.Refusal.Code.TOKEN_EXPIRED;
import static dev.usher.api.Refusal.Code.TOKEN_INVALID;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.UserId;
import dev.usher.api.token.SignedToken.EmailValidationToken;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedToken.InviteeVerificationToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs tokens and verifies them (seeds 001 and 002). The signature covers a canonical form that does not depend on
 * the JSON: kind, version, times and every field, one a line. Comparison takes constant time.
 */
public final class SignedTokens {

    private static final String PACKAGE = "org.sagebionetworks.repo.model.";
    private static final int LONGEST_LINK_TOKEN = 8192;
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final KeyRing keys;
    private final Clock clock;

    public SignedTokens(KeyRing keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** The same token and key give the same signature, so it need not be stored to be sent again. */
    public SignedTokenBody sign(SignedToken token) {
        KeyRing.Key key = keys.current();
        SignedTokenBody unsigned = body(token, key.version(), null);
        return body(token, key.version(), Base64.getEncoder().encodeToString(hmac(key, unsigned)));
    }

    /** For a link: unpadded base64url of the signed JSON. */
    public String encode(SignedToken token) {
        return encoded(sign(token));
    }

    /** Any JSON for a link, such as a pair of tokens. */
    public static String encoded(Object body) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(body));
    }

    /** Reads what {@link #encode} wrote; hex is read too. */
    public <T extends SignedToken> T verify(String encoded, Class<T> kind) {
        return verify(decoded(encoded, SignedTokenBody.class), kind);
    }

    /**
     * Reads a token out of a link, without looking at its signature.
     *
     * @throws Refusal TOKEN_INVALID when it is not base64url or hex of the JSON of that type
     */
    public static <B> B decoded(String encoded, Class<B> type) {
        if (encoded == null || encoded.isBlank() || encoded.length() > LONGEST_LINK_TOKEN) {
            throw TOKEN_INVALID.because("the token is missing or too long");
        }
        try {
            B body = JSON.readValue(bytes(encoded.strip()), type);
            return Objects.requireNonNull(body);
        } catch (IllegalArgumentException | JacksonException | NullPointerException e) {
            throw TOKEN_INVALID.because("the token cannot be read; copy the whole link");
        }
    }

    /**
     * @return what the token says; the caller still has to compare it with what it is used for
     * @throws Refusal TOKEN_INVALID for another kind, a retired key or a wrong signature; TOKEN_EXPIRED
     */
    public <T extends SignedToken> T verify(SignedTokenBody body, Class<T> kind) {
        if (body == null || body.hmac() == null || body.version() == null) {
            throw TOKEN_INVALID.because("the token is missing, or lacks its version or hmac");
        }
        KeyRing.Key key = keys.version(body.version()).orElseThrow(SignedTokens::forged);
        T token = kind.cast(parsed(body, kind));
        byte[] expected = hmac(key, body(token, body.version(), null));
        if (!MessageDigest.isEqual(expected, signature(body.hmac()))) {
            throw forged();
        }
        if (!clock.instant().isBefore(token.expiresOn())) {
            throw TOKEN_EXPIRED.because("the token expired at %s; ask for a new letter".formatted(token.expiresOn()));
        }
        return token;
    }

    private static SignedToken parsed(SignedTokenBody body, Class<? extends SignedToken> kind) {
        if (body.concreteType() != null && !body.concreteType().equals(concreteType(kind))) {
            throw TOKEN_INVALID.because("this call takes a %s".formatted(concreteType(kind)));
        }
        try {
            Instant createdOn = Instant.parse(body.createdOn());
            Instant expiresOn = Instant.parse(body.expiresOn());
            if (kind == InvitationToken.class) {
                return new InvitationToken(invitation(body), body.generation(), createdOn, expiresOn);
            }
            if (kind == InviteeVerificationToken.class) {
                return new InviteeVerificationToken(
                        new UserId(body.inviteeId()), invitation(body), body.generation(), createdOn, expiresOn);
            }
            return new EmailValidationToken(new EmailAddress(body.email()), createdOn, expiresOn);
        } catch (Refusal | DateTimeException | NullPointerException e) {
            throw forged();
        }
    }

    /** Both names of the invitation's id may be given, and then must agree. */
    private static InvitationId invitation(SignedTokenBody body) {
        String id = body.membershipInvitationId() == null
                ? body.emailMembershipInvitationId()
                : body.membershipInvitationId();
        if (body.emailMembershipInvitationId() != null
                && !body.emailMembershipInvitationId().equals(id)) {
            throw forged();
        }
        return new InvitationId(id);
    }

    private static SignedTokenBody body(SignedToken token, int version, String hmac) {
        String type = concreteType(token.getClass());
        String created = token.createdOn().toString();
        String expires = token.expiresOn().toString();
        return switch (token) {
            case InvitationToken t ->
                new SignedTokenBody(
                        type,
                        version,
                        created,
                        expires,
                        created,
                        t.invitationId().value(),
                        null,
                        t.generation(),
                        null,
                        null,
                        hmac);
            case InviteeVerificationToken t ->
                new SignedTokenBody(
                        type,
                        version,
                        created,
                        expires,
                        created,
                        t.invitationId().value(),
                        t.invitationId().value(),
                        t.generation(),
                        t.inviteeId().value(),
                        null,
                        hmac);
            case EmailValidationToken t ->
                new SignedTokenBody(
                        type,
                        version,
                        created,
                        expires,
                        created,
                        null,
                        null,
                        null,
                        null,
                        t.email().value(),
                        hmac);
        };
    }

    private static String concreteType(Class<? extends SignedToken> kind) {
        if (kind == InvitationToken.class) {
            return PACKAGE + "MembershipInvtnSignedToken";
        }
        return PACKAGE
                + (kind == InviteeVerificationToken.class
                        ? "InviteeVerificationSignedToken"
                        : "EmailValidationSignedToken");
    }

    /** No value holds a line feed, so one a line cannot be read in two ways. */
    private static byte[] hmac(KeyRing.Key key, SignedTokenBody body) {
        String canonical = String.join(
                "\n",
                "usher-token-1",
                body.concreteType(),
                body.version().toString(),
                body.createdOn(),
                body.expiresOn(),
                "invitation=" + body.membershipInvitationId(),
                "generation=" + body.generation(),
                "invitee=" + body.inviteeId(),
                "email=" + body.email());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.secret(), "HmacSHA256"));
            return mac.doFinal(canonical.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static byte[] signature(String hmac) {
        try {
            return Base64.getDecoder().decode(hmac);
        } catch (IllegalArgumentException e) {
            throw forged();
        }
    }

    /** Base64url of JSON begins with "ey" and cannot be taken for hex. */
    private static byte[] bytes(String encoded) {
        boolean hex = encoded.length() % 2 == 0 && encoded.chars().allMatch(HexFormat::isHexDigit);
        return hex ? HexFormat.of().parseHex(encoded) : Base64.getUrlDecoder().decode(encoded);
    }

    private static Refusal forged() {
        return TOKEN_INVALID.because("the token is not one of ours, or was altered");
    }
}
