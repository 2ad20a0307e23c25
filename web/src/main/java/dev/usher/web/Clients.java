package dev.usher.web;

import dev.usher.api.token.KeyRing;
import dev.usher.eventstore.KeyRings;
import dev.usher.web.limit.ClientNetwork;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Where the request under way comes from, in a form that tells whether two came from the same place, and no address: a
 * digest of the client's network with a key of ours. It rotates, so that nobody is told from others for ever.
 */
public final class Clients {

    private static final String HMAC = "HmacSHA256";
    private static final String KNOWN = Clients.class.getName();

    /** Enough to tell apart whoever calls, as 16 hexadecimal digits. */
    private static final int BYTES = 8;

    private final KeyRing ring;

    Clients(KeyRings rings) {
        this.ring = rings.ring(KeyRings.CLIENT);
    }

    /** Of the request that this thread answers, made when first asked for; empty outside of one. */
    public Optional<String> current() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? Optional.of(of(request))
                : Optional.empty();
    }

    private String of(ServletRequestAttributes request) {
        if (request.getAttribute(KNOWN, RequestAttributes.SCOPE_REQUEST) instanceof String known) {
            return known;
        }
        // Behind a trusted proxy this is its client: see web-defaults.properties.
        String digest = digest(ClientNetwork.of(request.getRequest().getRemoteAddr()));
        request.setAttribute(KNOWN, digest, RequestAttributes.SCOPE_REQUEST);
        return digest;
    }

    private String digest(String network) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(ring.current().secret(), HMAC));
            byte[] whole = mac.doFinal(network.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(whole, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
