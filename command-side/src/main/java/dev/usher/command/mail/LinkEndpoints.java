package dev.usher.command.mail;

import dev.usher.api.Refusal;
import java.net.URI;

/** Where links of letters may lead (docs/api.md, Signed tokens). */
public interface LinkEndpoints {

    /**
     * @param parameter its name in the call, for the refusal
     * @return the endpoint, to which a token is appended as it is; null when it was null or blank
     * @throws Refusal ENDPOINT_NOT_ALLOWED unless https (http only for loopback) on an allowed host, up to 500 characters
     */
    URI check(String parameter, String endpoint);

    /** As {@link #check}, and the parameter must be there. */
    URI require(String parameter, String endpoint);
}
