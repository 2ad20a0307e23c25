package dev.usher.web;

import jakarta.servlet.http.HttpServletRequest;

/** The doors of api.md: the same domain in the words, and with the errors, of different source documents. */
public enum Door {
    /** Seeds 000 to 002. */
    MEMBERSHIP,
    /** Everything under {@code /v1}. */
    USHER,
    /** Seed 003 in the envelope of its existing clients. */
    CLICKHOUSE;

    public static Door of(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (path.startsWith("/v1/") || path.equals("/v1")) {
            return USHER;
        }
        return path.startsWith("/clickhouse/") ? CLICKHOUSE : MEMBERSHIP;
    }
}
