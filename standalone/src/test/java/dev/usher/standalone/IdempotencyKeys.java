package dev.usher.standalone;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keys in the state that other requests left them in, as ADR 0021 describes it. */
record IdempotencyKeys(OwnDatabase database) {

    /** Used by the same caller for something else. */
    String ofAnotherRequest(Client.Person who) {
        String key = SharedUsher.unique("key");
        put(who, key, "another");
        return key;
    }

    /** Of this very request, which somebody is at. */
    String underWay(Client.Person who, String pathAndQuery, String body) {
        String key = SharedUsher.unique("key");
        String[] parts = pathAndQuery.split("\\?", 2);
        String line = "%s?%s %s %s\n".formatted(parts[0], parts.length > 1 ? parts[1] : null, "application/json", null);
        put(who, key, digest(line + (body == null ? "" : body)));
        return key;
    }

    private void put(Client.Person who, String key, String request) {
        database.sql().update("""
                        insert into command_side.idempotent_request (request_id, request, since, lease_until)
                        values (?, ?, now(), now() + interval '1 hour')""", digest(who.id() + " " + key), request);
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
