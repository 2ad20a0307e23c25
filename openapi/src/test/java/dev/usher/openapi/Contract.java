package dev.usher.openapi;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the served document promises, for those who compare it with what is done. */
public final class Contract {

    private static final String ADDRESS = "https://usher.invalid/openapi";

    private final JsonNode document;
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final SchemaRegistry schemas;
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    /**
     * A call of the document.
     *
     * @param name as {@code POST /team}
     * @param paths at all of which it is
     */
    public record Call(String name, JsonNode operation, List<PathPattern> paths) {

        /** The statuses that it names. */
        public Set<String> statuses() {
            Set<String> statuses = new TreeSet<>(operation.get("responses").propertyNames());
            statuses.remove("default");
            return statuses;
        }

        public boolean isPublic() {
            return operation.get("security").isEmpty();
        }

        public boolean hasBody() {
            return operation.has("requestBody");
        }

        public String method() {
            return name.substring(0, name.indexOf(' '));
        }

        public String path() {
            return name.substring(name.indexOf(' ') + 1);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public Contract(JsonNode document) {
        this.document = document;
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String name = operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey();
                    calls.put(name, call(name, path.getKey(), operation.getValue()));
                }));
        String closed = closed(document.deepCopy()).toString();
        this.schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                registry -> registry.schemas(Map.of(ADDRESS, closed))
                        // A date-time is one only if it looks like one.
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    /** Of the document that is served. */
    public static Contract served() {
        try (InputStream json = Contract.class.getResourceAsStream("/openapi.json")) {
            return new Contract(JsonMapper.shared().readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Call call(String name, String path, JsonNode operation) {
        List<PathPattern> paths = new ArrayList<>();
        paths.add(PathPatternParser.defaultInstance.parse(path));
        operation
                .path("x-also-at")
                .forEach(other -> paths.add(PathPatternParser.defaultInstance.parse(other.asString())));
        return new Call(name, operation, paths);
    }

    public Collection<Call> calls() {
        return calls.values();
    }

    /** @param path of a request, without its query */
    public Optional<Call> find(String method, String path) {
        PathContainer given = PathContainer.parsePath(path);
        return calls.values().stream()
                .filter(call -> call.method().equals(method.equals("HEAD") ? "GET" : method))
                .filter(call -> call.paths().stream().anyMatch(pattern -> pattern.matches(given)))
                .min(java.util.Comparator.comparing(call -> call.paths().getFirst()));
    }

    /** Whether some other method is documented at this path. */
    public boolean knowsPath(String path) {
        PathContainer given = PathContainer.parsePath(path);
        return calls.values().stream()
                .flatMap(call -> call.paths().stream())
                .anyMatch(pattern -> pattern.matches(given));
    }

    /** What is promised for a status: its own answer, or the one for all failures. */
    public Optional<JsonNode> answer(Call call, int status) {
        JsonNode responses = call.operation().get("responses");
        JsonNode own = responses.get(Integer.toString(status));
        return Optional.ofNullable(own == null && status >= 500 ? responses.get("default") : own)
                .map(this::resolved);
    }

    /** Follows a reference, if it is one. */
    public JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
    }

    /**
     * What is wrong with a body; nothing may be in it that the schema does not name.
     *
     * @param schema of the document
     */
    public List<String> objections(JsonNode schema, JsonNode body) {
        return compiled.computeIfAbsent(schema.toString(), this::compile).validate(body).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private Schema compile(String schema) {
        JsonNode absolute =
                JsonMapper.shared().readTree(schema.replace("\"#/components", "\"" + ADDRESS + "#/components"));
        return schemas.getSchema(SchemaLocation.of(ADDRESS + "/" + compiled.size()), closed(absolute));
    }

    /** Clients have to live with new properties; what is compared with this document may not have any. */
    private static JsonNode closed(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(Contract::closed);
        return schema;
    }
}
