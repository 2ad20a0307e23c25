package dev.usher.web;

import jakarta.servlet.RequestDispatcher;
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
        String path = path(request);
        if (path.startsWith("/v1/") || path.equals("/v1")) {
            return USHER;
        }
        return path.startsWith("/clickhouse/") ? CLICKHOUSE : MEMBERSHIP;
    }

    /** What was asked for: during an error dispatch the request itself names the error page. */
    static String path(HttpServletRequest request) {
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        // The servlet path is decoded: /%761 must not be one door to the router and another one here.
        return failed == null ? request.getServletPath() : failed.toString();
    }
}
