package dev.usher.standalone;

import dev.usher.openapi.Contract;
import dev.usher.openapi.Contract.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Requests as the document shows them, to a running Usher.
 *
 * @param ids that exist, by what stands before them in a path: {@code team}; others are replaced by {@code none}
 * @param others texts of examples, and what to send instead
 */
record Example(Map<String, String> ids, Map<String, String> others) {

    private static final Pattern VARIABLE = Pattern.compile("([^/]+)/\\{([^}]+)}");

    /** With the ids of the document's own examples, wherever they stand. */
    static Example of(Contract contract, Map<String, String> ids) {
        Map<String, String> others = new HashMap<>(Map.of("https://portal.example.org/", "http://localhost/"));
        for (Call call : contract.calls()) {
            VARIABLE.matcher(call.path())
                    .results()
                    .filter(found -> ids.containsKey(found.group(1)))
                    .forEach(found -> others.put(id(call, found.group(2)), ids.get(found.group(1))));
        }
        return new Example(ids, others);
    }

    private static String id(Call call, String name) {
        return parameters(call, "path").stream()
                .filter(parameter -> parameter.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow()
                .get("example")
                .asString();
    }

    /** @param in path, query or header */
    static List<JsonNode> parameters(Call call, String in) {
        return call.operation()
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.get("in").asString().equals(in))
                .toList();
    }

    /** With the parameters that have to be there. */
    String path(Call call) {
        return path(call, parameter -> parameter.path("required").asBoolean(false));
    }

    /** With all parameters at once, but tokens of pages, which no example can have. */
    String asking(Call call) {
        return path(call, parameter -> !parameter.get("name").asString().endsWith("ageToken"));
    }

    private String path(Call call, Predicate<JsonNode> which) {
        String query = parameters(call, "query").stream()
                .filter(which)
                .map(parameter -> parameter.get("name").asString() + "="
                        + Client.encoded(replaced(parameter.get("example").asString())))
                .collect(Collectors.joining("&"));
        return path(call.path()) + (query.isEmpty() ? "" : "?" + query);
    }

    String path(String template) {
        return VARIABLE.matcher(template)
                .replaceAll(found -> found.group(1) + "/" + ids.getOrDefault(found.group(1), "none"));
    }

    /** Null for none. An address in it is one that nobody has used. */
    String body(Call call) {
        JsonNode example = call.operation().at("/requestBody/content/application~1json/example");
        return example.isMissingNode()
                ? null
                : replaced(example.toString()).replace("ada@example.org", SharedUsher.address("example"));
    }

    private String replaced(String text) {
        String result = text;
        for (Map.Entry<String, String> other : others.entrySet()) {
            result = result.replace(other.getKey(), other.getValue());
        }
        return result;
    }
}
