package dev.usher.command.idempotency;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a request was answered, as far as a client relies on it. */
record Answer(int status, Map<String, String> headers, byte[] body) {

    private static final List<String> KEPT = List.of("Content-Type", "Location", "ETag");

    static Answer of(HttpServletResponse response, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT) {
            String value = name.equals("Content-Type") ? response.getContentType() : response.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new Answer(response.getStatus(), headers, body);
    }

    boolean succeeded() {
        return status >= 200 && status < 300;
    }

    void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        headers.forEach(response::setHeader);
        response.setHeader("Idempotency-Replayed", "true");
        response.getOutputStream().write(body);
    }
}
