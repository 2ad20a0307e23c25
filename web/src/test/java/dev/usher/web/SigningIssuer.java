package dev.usher.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** An OpenID provider on loopback, as far as a resource server sees one: it publishes keys, signs tokens, and goes away. */
public final class SigningIssuer implements AutoCloseable {

    private static final AtomicInteger KEYS = new AtomicInteger();

    /** Making one takes long: every issuer has it, under a name of its own. */
    private static final RSAKey RSA = newRsaKey();

    /** How often somebody asked. */
    public final AtomicInteger questions = new AtomicInteger();

    /** What the metadata says besides, or instead. */
    public final Map<String, Object> metadata = new HashMap<>();

    private final int port = freePort();
    private final List<JWK> keys = new CopyOnWriteArrayList<>();
    private HttpServer server;

    public static SigningIssuer started() {
        SigningIssuer issuer = new SigningIssuer();
        issuer.comeBack();
        return issuer;
    }

    /** It is not there yet. */
    public SigningIssuer() {
        keys.add(new RSAKey.Builder(RSA).keyID("key-" + KEYS.incrementAndGet()).build());
    }

    /** As its tokens name it. */
    public String name() {
        return "http://127.0.0.1:%d/realms/test".formatted(port);
    }

    public void comeBack() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/realms/test/.well-known/openid-configuration", call -> answer(call, configuration()));
        server.createContext(
                "/realms/test/keys",
                call -> answer(call, new JWKSet(keys).toPublicJWKSet().toJSONObject()));
        server.start();
    }

    public void goAway() {
        server.stop(0);
        server = null;
    }

    public RSAKey rsaKey() {
        return (RSAKey) keys.getFirst();
    }

    public JWK publish(JWK key) {
        keys.add(key);
        return key;
    }

    /** By an elliptic curve; the old key is published no more. */
    public void replaceKey() {
        keys.set(0, newEcKey(Curve.P_256));
    }

    public static RSAKey newRsaKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID("key-" + KEYS.incrementAndGet())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JWK newEcKey(Curve curve) {
        try {
            return new ECKeyGenerator(curve)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID("key-" + KEYS.incrementAndGet())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For this user, right in everything. */
    public JWTClaimsSet.Builder claims(String subject) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(name())
                .subject(subject)
                .audience("usher")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    public String token(JWTClaimsSet.Builder claims) {
        JWK key = keys.getFirst();
        JWSAlgorithm algorithm = key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
        return token(new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT), key, claims);
    }

    /** Signed by this key under its id. */
    public static String token(JWSHeader.Builder header, JWK key, JWTClaimsSet.Builder claims) {
        try {
            JWSSigner signer = key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
            SignedJWT token = new SignedJWT(header.keyID(key.getKeyID()).build(), claims.build());
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            goAway();
        }
    }

    private Map<String, Object> configuration() {
        Map<String, Object> all = new HashMap<>(Map.of(
                "issuer",
                name(),
                "jwks_uri",
                name() + "/keys",
                "id_token_signing_alg_values_supported",
                List.of("RS256", "ES256", "HS256", "none", "EdDSA")));
        all.putAll(metadata);
        return all;
    }

    private void answer(HttpExchange call, Map<String, Object> body) throws IOException {
        questions.incrementAndGet();
        byte[] json = JsonMapper.shared().writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(200, json.length);
        call.getResponseBody().write(json);
        call.close();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
