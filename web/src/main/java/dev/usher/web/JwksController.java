package dev.usher.web;

import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The public keys that verify access tokens (RFC 7517), for back ends of the same deployment. */
@RestController
class JwksController {

    private final AccessTokens tokens;

    JwksController(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @GetMapping("/.well-known/jwks.json")
    Map<String, Object> keys() {
        return tokens.publicKeys().toJSONObject();
    }
}
