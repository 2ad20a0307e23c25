package dev.usher.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.usher.openapi.Words.SchemaWords;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The shapes of bodies: springdoc's, with the words of their Javadoc and of {@code words/document.yml}. */
final class Schemas {

    private final Words words;
    private final Javadoc javadoc;
    private final Map<String, Collection<Class<?>>> types;
    private final String requests;

    /** @param requests where the schemas of requests are referred to */
    Schemas(Words words, Javadoc javadoc, Map<String, Collection<Class<?>>> types, List<JsonNode> requests) {
        this.words = words;
        this.javadoc = javadoc;
        this.types = types;
        this.requests = requests.toString();
    }

    /** In place. */
    void complete(ObjectNode schemas) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        schemas.properties().forEach(schema -> sorted.put(schema.getKey(), schema.getValue()));
        schemas.removeAll();
        sorted.forEach((name, schema) -> {
            // Without one it stands for what controllers take and callers do not send.
            if (types.containsKey(name)) {
                complete(name, (ObjectNode) schema);
            }
            schemas.set(name, schema);
        });
    }

    private void complete(String name, ObjectNode schema) {
        Class<?> type = only(name);
        SchemaWords said = words.schemas().getOrDefault(name, new SchemaWords(null, null, null, null));
        describe(schema, said.what() == null ? javadoc.of(type) : said.what());
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (schema.at("/properties/" + component.getName()) instanceof ObjectNode property) {
                    merge(property, words.types().get(component.getType().getSimpleName()));
                    describe(property, javadoc.of(type, component.getName()));
                }
            }
        }
        if (said.properties() != null) {
            merge(schema.withObject("/properties"), said.properties());
        }
        require(schema, said.required() == null ? alwaysThere(name, type, schema) : said.required());
        if (said.example() != null) {
            schema.putArray("examples").add(said.example());
        }
    }

    private Class<?> only(String name) {
        Collection<Class<?>> all = types.get(name);
        if (all.size() != 1) {
            throw new AssertionError(
                    "schema %s is made of %s: rename one, or it would describe the other".formatted(name, all));
        }
        return all.iterator().next();
    }

    /** What Jackson writes whatever it holds; of requests nobody knows. */
    private List<String> alwaysThere(String name, Class<?> type, ObjectNode schema) {
        JsonInclude include = type.getAnnotation(JsonInclude.class);
        if (!type.isRecord() || requests.contains("\"#/components/schemas/" + name + "\"")) {
            return List.of();
        }
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> include == null || component.getType().isPrimitive())
                .map(RecordComponent::getName)
                .filter(part -> schema.at("/properties/" + part).isObject())
                .toList();
    }

    private static void require(ObjectNode schema, List<String> names) {
        schema.remove("required");
        if (!names.isEmpty()) {
            ArrayNode required = schema.putArray("required");
            names.forEach(required::add);
        }
    }

    private static void describe(ObjectNode schema, String text) {
        if (!text.isEmpty()) {
            schema.put("description", text);
        }
    }

    /** Objects within objects too; what was there and is not said otherwise stays. Null takes away. */
    static void merge(ObjectNode into, ObjectNode more) {
        if (more == null) {
            return;
        }
        more.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode inner && into.get(entry.getKey()) instanceof ObjectNode known) {
                merge(known, inner);
            } else if (entry.getValue().isNull()) {
                into.remove(entry.getKey());
            } else {
                into.set(entry.getKey(), entry.getValue().deepCopy());
            }
        });
    }
}
