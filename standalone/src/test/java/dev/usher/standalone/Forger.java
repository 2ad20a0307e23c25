package dev.usher.standalone;

import com.nimbusds.jose.jwk.ECKey;
import dev.usher.api.token.KeyRing;
import dev.usher.api.token.SignedToken;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.api.token.SignedTokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens that Usher would not: with its own key, taken as ADR 0004 describes, or with another one. */
final class Forger {

    private final SignedTokens tokens;

    private Forger(byte[] secret) {
        KeyRing.Key key = new KeyRing.Key(1, secret);
        this.tokens = new SignedTokens(new OneKey(key), Clock.systemUTC());
    }

    static Forger withTheKeyOf(SharedUsher usher) {
        return new Forger(secret(usher, "signed-token"));
    }

    /** Signs access tokens. */
    static ECKey accessKey(SharedUsher usher) {
        try {
            ECKey key = ECKey.parse(new String(secret(usher, "access-token"), StandardCharsets.UTF_8));
            return new ECKey.Builder(key).keyID("usher-1").build();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] secret(SharedUsher usher, String ring) {
        try {
            byte[] wrapped = usher.database()
                    .sql()
                    .queryForObject(
                            "select wrapped from event_store.key_ring where purpose = ? and version = 1",
                            byte[].class,
                            ring);
            byte[] master = Base64.getDecoder()
                    .decode(Files.readString(usher.data().resolve("master.key")).strip());
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE, new SecretKeySpec(master, "AES"), new GCMParameterSpec(128, wrapped, 0, 12));
            cipher.updateAAD((ring + "/1").getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(wrapped, 12, wrapped.length - 12);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Forger withAnotherKey() {
        return new Forger(new byte[32]);
    }

    SignedTokenBody sign(SignedToken token) {
        return tokens.sign(token);
    }

    private record OneKey(Key key) implements KeyRing {

        @Override
        public Key current() {
            return key;
        }

        @Override
        public Optional<Key> version(int version) {
            return Optional.of(key);
        }

        @Override
        public List<Key> all() {
            return List.of(key);
        }
    }
}
