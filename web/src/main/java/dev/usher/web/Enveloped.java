package dev.usher.web;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A success in the envelope that ClickHouse Cloud's clients expect. Its error is {@code {status, error, requestId}}.
 *
 * @param status always 200
 * @param requestId a UUID, the same as in the header {@code X-Request-Id}
 * @param result left out when null: what has nothing to say has no result
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Enveloped<T>(int status, String requestId, T result) {

    private static final int OK = 200;

    /** For the request under way. */
    public static <T> Enveloped<T> of(T result) {
        return new Enveloped<>(OK, Correlation.current(), result);
    }
}
