package dev.usher.command.letter;

import dev.usher.api.Refusal;
import dev.usher.api.token.SignedToken;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.mail.LinkEndpoints;
import dev.usher.command.mail.LinkSettings;
import dev.usher.command.mail.Undeliverable;
import java.net.URI;

/** Makes the one link of a letter: an endpoint, and the token behind it. */
public final class Links {

    private final LinkEndpoints endpoints;
    private final LinkSettings settings;
    private final SignedTokens tokens;

    Links(LinkEndpoints endpoints, LinkSettings settings, SignedTokens tokens) {
        this.endpoints = endpoints;
        this.settings = settings;
        this.tokens = tokens;
    }

    /**
     * @param endpoint null for the page of this deployment; checked once more, since what was allowed when the fact was
     *     written may not be any more
     * @throws Undeliverable when the endpoint is not allowed
     */
    public URI to(URI endpoint, SignedToken token) {
        URI page = endpoint == null ? settings.acceptPage() : allowed(endpoint);
        return URI.create(page + tokens.encode(token));
    }

    private URI allowed(URI endpoint) {
        try {
            return endpoints.require("the endpoint of its link", endpoint.toString());
        } catch (Refusal refusal) {
            throw new Undeliverable(refusal.getMessage());
        }
    }
}
