package dev.usher.openapi;

import dev.usher.openapi.Words.Call;
import dev.usher.openapi.Words.Parameter;
import dev.usher.web.Door;
import dev.usher.web.Forms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One call of the document. */
final class Operations {

    private static final Map<Door, List<String>> CREDENTIALS = Map.of(
            Door.MEMBERSHIP, List.of("accessToken", "sessionToken"),
            Door.USHER, List.of("accessToken"),
            Door.CLICKHOUSE, List.of("accessToken"));
    private static final String API_KEY = "apiKey";

    private final Words words;
    private final Controllers controllers;
    private final Examples examples;
    private final Rules rules;
    private final Answers answers;

    Operations(Words words, Controllers controllers, Examples examples) {
        this.words = words;
        this.controllers = controllers;
        this.examples = examples;
        this.rules = new Rules(controllers);
        this.answers = new Answers(words, controllers, examples);
    }

    Answers answers() {
        return answers;
    }

    ObjectNode of(CallName name, Call call, String chapter, JsonNode raw) {
        Map<String, ObjectNode> parameters = parameters(name, call, raw);
        ObjectNode operation = JsonMapper.shared().createObjectNode();
        operation.putArray("tags").add(chapter);
        operation.put("summary", call.summary());
        operation.put("description", description(name, call));
        operation.put("operationId", call.id());
        if (!parameters.isEmpty()) {
            parameters.values().forEach(operation.putArray("parameters")::add);
        }
        if (call.content() != null) {
            operation.putObject("requestBody").put("required", true).set("content", call.content());
        } else if (raw.has("requestBody")) {
            operation.set("requestBody", request(call, raw.get("requestBody")));
        }
        operation.set("responses", answers.of(name, call, raw, parameters.keySet(), examplePath(name, parameters)));
        operation.set("security", security(name));
        List<String> alsoAt = controllers.alsoAt(name);
        if (!alsoAt.isEmpty()) {
            alsoAt.forEach(operation.putArray("x-also-at")::add);
        }
        return operation;
    }

    private String description(CallName name, Call call) {
        StringBuilder text = new StringBuilder();
        if (call.description() != null) {
            text.append(call.description().strip()).append("\n\n");
        }
        text.append("Who may: ").append(call.who()).append('.');
        List<String> alsoAt = controllers.alsoAt(name);
        if (!alsoAt.isEmpty()) {
            text.append(" The same at `").append(String.join("`, `", alsoAt)).append("`.");
        }
        return text.toString();
    }

    private Map<String, ObjectNode> parameters(CallName name, Call call, JsonNode raw) {
        Map<String, ObjectNode> all = new LinkedHashMap<>();
        for (JsonNode known : raw.path("parameters")) {
            String parameter = known.get("name").asString();
            // An object is a map of whatever comes: the words say what it takes. Accept is the media types of the
            // answers.
            if (!known.at("/schema").has("$ref") && !parameter.equals("Accept")) {
                all.put(parameter, parameter((ObjectNode) known.deepCopy(), said(name, call, parameter)));
            }
        }
        call.parameters()
                .forEach((parameter, said) -> all.computeIfAbsent(parameter, _ -> {
                    ObjectNode unknown = JsonMapper.shared().createObjectNode().put("name", parameter);
                    return parameter(unknown.put("in", said.in() == null ? "query" : said.in()), said);
                }));
        if (rules.takesIdempotencyKey(name)) {
            ObjectNode key = JsonMapper.shared().createObjectNode().put("name", Rules.IDEMPOTENCY_KEY);
            all.put(Rules.IDEMPOTENCY_KEY, parameter(key.put("in", "header"), said(name, call, Rules.IDEMPOTENCY_KEY)));
        }
        return all;
    }

    private Parameter said(CallName name, Call call, String parameter) {
        Parameter general = words.parameters().get(name.place(parameter));
        Parameter said = call.parameters().getOrDefault(parameter, general);
        if (said == null) {
            throw new AssertionError("%s takes %s, and no words describe it; document.yml may, as %s"
                    .formatted(name, parameter, name.place(parameter)));
        }
        return said;
    }

    private static ObjectNode parameter(ObjectNode parameter, Parameter said) {
        parameter.put("description", said.what());
        if (said.required() != null) {
            parameter.put("required", said.required());
        }
        if (said.schema() != null) {
            parameter.set("schema", said.schema());
        }
        if (said.example() != null) {
            parameter.set("example", said.example());
        }
        return parameter;
    }

    private ObjectNode request(Call call, JsonNode raw) {
        ObjectNode request = (ObjectNode) raw.deepCopy();
        request.get("content")
                .forEach(type -> ((ObjectNode) type)
                        .set("example", call.request() == null ? examples.of(type.get("schema")) : call.request()));
        return request;
    }

    /** For {@code instance} of errors. */
    private static String examplePath(CallName name, Map<String, ObjectNode> parameters) {
        String path = name.path();
        for (String variable : name.variables()) {
            path = path.replace(
                    "{" + variable + "}",
                    parameters.get(variable).path("example").asString());
        }
        return path;
    }

    private ArrayNode security(CallName name) {
        ArrayNode any = JsonMapper.shared().createArrayNode();
        if (!Forms.isPublic(name.method(), name.path())) {
            CREDENTIALS
                    .get(Forms.door(name.path()))
                    .forEach(way -> any.addObject().putArray(way));
            if (controllers.openToApiKeys(name)) {
                any.addObject().putArray(API_KEY);
            }
        }
        return any;
    }
}
