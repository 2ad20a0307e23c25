package dev.usher.openapi;

import dev.usher.web.Door;
import dev.usher.web.Forms;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What holds for every call of a kind, so that no words need to say it of each. */
final class Rules {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final Controllers controllers;

    Rules(Controllers controllers) {
        this.controllers = controllers;
    }

    /** Every POST of the doors that have it in their documents; the query side remembers nothing. */
    boolean takesIdempotencyKey(CallName name) {
        return name.method().equals("POST")
                && !controllers.onQuerySide(name)
                && Forms.door(name.path()) != Door.MEMBERSHIP
                && !Forms.isPublic(name.method(), name.path());
    }

    /** The codes of the refusals that a call has by its kind. */
    List<String> refusals(CallName name, JsonNode raw, boolean body, Set<String> parameters) {
        List<String> codes = new ArrayList<>();
        addIf(codes, body || !parameters.isEmpty(), "invalid");
        addIf(codes, !Forms.isPublic(name.method(), name.path()), "unauthenticated");
        addIf(
                codes,
                controllers.saysWhatItProduces(name)
                        || raw.get("responses").toString().contains("\"schema\""),
                "not-acceptable");
        addIf(codes, !controllers.openToApiKeys(name), "not-by-api-key");
        addIf(codes, body, "content-too-large");
        addIf(codes, body, "unsupported-media-type");
        addIf(codes, parameters.contains("If-Match"), "version-mismatch");
        addIf(codes, takesIdempotencyKey(name), "request-in-progress");
        addIf(codes, takesIdempotencyKey(name), "idempotency-key-reused");
        // In the mode oidc.
        addIf(codes, Forms.isOfAccounts(name.method(), name.path()), "not-found");
        addIf(codes, Forms.isLimited(name.method(), name.path()), "too-many-requests");
        return codes;
    }

    private static void addIf(List<String> codes, boolean condition, String code) {
        if (condition) {
            codes.add(code);
        }
    }
}
