package dev.usher.eventstore.audit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Signatures of the JDK, with keys as texts. */
final class Ed25519 {

    private static final String NAME = "Ed25519";

    private Ed25519() {}

    /** A private key (PKCS #8) and its public key (X.509), in base64, with a space between them. */
    static String fresh() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(NAME).generateKeyPair();
            return base64(pair.getPrivate().getEncoded())
                    + " "
                    + base64(pair.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    static String sign(byte[] text, String privateKey) {
        try {
            PrivateKey key = KeyFactory.getInstance(NAME).generatePrivate(new PKCS8EncodedKeySpec(bytes(privateKey)));
            Signature signature = Signature.getInstance(NAME);
            signature.initSign(key);
            signature.update(text);
            return base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key that signs checkpoints cannot be used", e);
        }
    }

    /** False also for a key or a signature that is none. */
    static boolean verifies(byte[] text, String signature, String publicKey) {
        try {
            PublicKey key = KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(bytes(publicKey)));
            Signature check = Signature.getInstance(NAME);
            check.initVerify(key);
            check.update(text);
            return check.verify(bytes(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
