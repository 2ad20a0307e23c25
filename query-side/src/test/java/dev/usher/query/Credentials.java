package dev.usher.query;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.usher.eventstore.KeyRings;
import dev.usher.web.Caller;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;

/** Access tokens that must not open anything. */
public final class Credentials {

    private Credentials() {}

    /** Says all the right things, under the right key id, signed by somebody else. */
    public static String forged(Caller caller) {
        try {
            SignedJWT genuine = SignedJWT.parse(RunningQuerySide.tokenOf(caller));
            ECKey ours = new ECKeyGenerator(Curve.P_256).generate();
            return signed(genuine.getHeader(), genuine.getJWTClaimsSet(), ours);
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Genuine in everything, but an hour too late. */
    public static String expired(Caller caller) {
        try {
            SignedJWT genuine = SignedJWT.parse(RunningQuerySide.tokenOf(caller));
            Instant past = Instant.now().minusSeconds(3600);
            JWTClaimsSet claims = new JWTClaimsSet.Builder(genuine.getJWTClaimsSet())
                    .issueTime(Date.from(past.minusSeconds(3600)))
                    .expirationTime(Date.from(past))
                    .build();
            byte[] secret = RunningQuerySide.bean(KeyRings.class)
                    .ring(KeyRings.ACCESS_TOKEN, () -> new byte[0])
                    .current()
                    .secret();
            return signed(genuine.getHeader(), claims, ECKey.parse(new String(secret, StandardCharsets.UTF_8)));
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Genuine claims without any signature. */
    public static String unsigned(Caller caller) {
        try {
            return new PlainJWT(
                            SignedJWT.parse(RunningQuerySide.tokenOf(caller)).getJWTClaimsSet())
                    .serialize();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, ECKey key) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(header.getKeyID())
                        .build(),
                claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }
}
