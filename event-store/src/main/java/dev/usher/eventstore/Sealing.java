package dev.usher.eventstore;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is personal in the JSON of a fact, encrypted with the key of its invitation; and the other way round (ADR 0028). Each
 * personal value becomes null, and all of them together a text {@code sealed}: base64 of nonce, ciphertext and tag, bound to the
 * invitation and the kind of fact.
 */
final class Sealing {

    /** A column of a query on {@code event_store.fact}: the wrapped key of a fact that needs one, looked up for no other. */
    static final String WRAPPED = PersonalFields.names().stream()
            .sorted()
            .collect(
                    Collectors.joining(
                            "', '",
                            "case when name in ('",
                            "') then (select wrapped from event_store.invitee_key where invitation_id = aggregate_id) end as wrapped"));

    private static final String SEALED = "sealed";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SealingKey wrapping;

    /** @param wrapping the key that wraps those of invitations */
    Sealing(byte[] wrapping) {
        this.wrapping = new SealingKey(wrapping);
    }

    /** @param key a fresh one, of this invitation */
    byte[] wrap(SealingKey key, String invitation) {
        return wrapping.seal(key.bytes(), place(invitation));
    }

    /** @throws IllegalStateException when it is of another invitation, or was altered */
    SealingKey unwrap(byte[] wrapped, String invitation) {
        try {
            return new SealingKey(wrapping.open(wrapped, place(invitation)));
        } catch (SealingKey.Unopened e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** As it is written down. Without a key, because the invitee was forgotten, what is personal is left out. */
    String seal(String name, String json, SealingKey key, String invitation) {
        if (PersonalFields.of(name).isEmpty()) {
            return json;
        }
        ObjectNode fact = (ObjectNode) JSON.readTree(json);
        ObjectNode personal = JSON.createObjectNode();
        for (Property property : personal(name, fact)) {
            JsonNode value = property.holder().remove(property.name());
            if (key != null && !value.isNull()) {
                property.holder().putNull(property.name());
                holder(personal, property.path()).set(property.name(), value);
            }
        }
        if (!personal.isEmpty()) {
            byte[] sealed = key.seal(JSON.writeValueAsBytes(personal), place(invitation, name));
            fact.put(SEALED, Base64.getEncoder().encodeToString(sealed));
        }
        return JSON.writeValueAsString(fact);
    }

    /**
     * As it was before.
     *
     * @param wrapped the key of its invitation; null when the invitee was forgotten
     * @throws IllegalStateException when it was altered
     */
    String open(String name, String json, byte[] wrapped, String invitation) {
        if (PersonalFields.of(name).isEmpty()) {
            return json;
        }
        ObjectNode fact = (ObjectNode) JSON.readTree(json);
        JsonNode sealed = fact.remove(SEALED);
        for (Property property : personal(name, fact)) {
            if (!property.holder().get(property.name()).isNull()) {
                throw altered(name, invitation, property.name() + " is not sealed", null);
            }
            if (wrapped == null) {
                property.holder().remove(property.name());
                property.holder().put("forgotten", true);
            }
        }
        if (wrapped != null && sealed != null) {
            JSON.readerForUpdating(fact).readValue(opened(sealed, unwrap(wrapped, invitation), name, invitation));
        }
        return JSON.writeValueAsString(fact);
    }

    private static byte[] opened(JsonNode sealed, SealingKey key, String name, String invitation) {
        try {
            return key.open(Base64.getDecoder().decode(sealed.stringValue("")), place(invitation, name));
        } catch (SealingKey.Unopened | IllegalArgumentException e) {
            throw altered(name, invitation, e.getMessage(), e);
        }
    }

    private static IllegalStateException altered(String name, String invitation, String why, Exception cause) {
        return new IllegalStateException("%s was altered: %s".formatted(place(invitation, name), why), cause);
    }

    /**
     * One that is there.
     *
     * @param path of the holder, from the outside in
     */
    private record Property(ObjectNode holder, List<String> path, String name) {}

    private static List<Property> personal(String name, ObjectNode fact) {
        List<Property> found = new ArrayList<>();
        for (List<String> path : PersonalFields.of(name)) {
            List<String> outside = path.subList(0, path.size() - 1);
            JsonNode holder = fact;
            for (String property : outside) {
                holder = holder.path(property);
            }
            if (holder instanceof ObjectNode object && object.has(path.getLast())) {
                found.add(new Property(object, outside, path.getLast()));
            }
        }
        return found;
    }

    private static ObjectNode holder(ObjectNode whole, List<String> path) {
        ObjectNode holder = whole;
        for (String property : path) {
            holder = holder.withObjectProperty(property);
        }
        return holder;
    }

    private static String place(String invitation) {
        return "event_store.invitee_key/" + invitation;
    }

    private static String place(String invitation, String name) {
        return "event_store.fact/" + invitation + "/" + name;
    }
}
