package dev.usher.standalone;

import dev.usher.standalone.Client.Person;
import java.util.HashMap;
import java.util.Map;

/**
 * A call that must be refused.
 *
 * @param status exactly
 * @param mentions a word that the reason must have, so that it helps
 */
record Wrong(
        String what,
        String method,
        String path,
        Object body,
        Map<String, String> headers,
        int status,
        String mentions) {

    static Wrong call(String method, String path, Person who, Object body, int status, String mentions) {
        Map<String, String> headers = who == null ? Map.of() : Map.of("Authorization", "Bearer " + who.token());
        return new Wrong(method + " " + path, method, path, body, headers, status, mentions);
    }

    Wrong because(String reason) {
        return new Wrong(what + ": " + reason, method, path, body, headers, status, mentions);
    }

    Wrong with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Wrong(what, method, path, body, more, status, mentions);
    }

    @Override
    public String toString() {
        return what.codePointCount(0, what.length()) > 150 ? what.substring(0, 150) + "…" : what;
    }
}
