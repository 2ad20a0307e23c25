package dev.usher.openapi;

import dev.usher.openapi.Words.Answer;
import dev.usher.openapi.Words.Call;
import dev.usher.web.Door;
import dev.usher.web.Forms;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a call may answer: the successes of the code and of its words, the refusals of its words and of the {@link Rules}. What
 * fails through no fault of the caller is the same everywhere: {@code default}.
 */
final class Answers {

    private static final String FAILURE = "failure";
    private static final String GENERAL = "";

    private final Words words;
    private final Controllers controllers;
    private final Examples examples;
    private final Rules rules;

    Answers(Words words, Controllers controllers, Examples examples) {
        this.words = words;
        this.controllers = controllers;
        this.examples = examples;
        this.rules = new Rules(controllers);
    }

    ObjectNode of(CallName name, Call call, JsonNode raw, Set<String> parameters, String examplePath) {
        ObjectNode answers = JsonMapper.shared().createObjectNode();
        Map<String, JsonNode> successes = new TreeMap<>();
        raw.get("responses").properties().forEach(known -> successes.put(known.getKey(), known.getValue()));
        // Taken for granted where a method does not say which status it answers: then the words do.
        JsonNode assumed = call.answers().containsKey("200") ? null : successes.remove("200");
        call.answers()
                .keySet()
                .forEach(status -> successes.putIfAbsent(status, assumed == null ? answers.objectNode() : assumed));
        successes.forEach((status, known) -> answers.set(status, success(name, call, status, known)));
        Door door = Forms.door(name.path());
        refusals(name, call, raw, parameters).forEach((status, codes) -> {
            String number = Integer.toString(status.value());
            if (codes.containsValue(GENERAL)) {
                refer(answers.putObject(number), door, codes.keySet().iterator().next());
            } else {
                answers.set(number, refusal(status, codes, examplePath));
            }
        });
        refer(answers.putObject("default"), door, FAILURE);
        return answers;
    }

    /** Sentences by code, by status; one that only rules know is {@link #GENERAL}. */
    private Map<HttpStatus, Map<String, String>> refusals(
            CallName name, Call call, JsonNode raw, Set<String> parameters) {
        Door door = Forms.door(name.path());
        Map<HttpStatus, Map<String, String>> all = new TreeMap<>();
        call.refusals()
                .forEach((code, sentence) -> all.computeIfAbsent(Forms.status(code, door), _ -> new TreeMap<>())
                        .put(code, sentence));
        boolean body = raw.has("requestBody") || call.content() != null;
        for (String code : rules.refusals(name, raw, body, parameters)) {
            HttpStatus status = Forms.status(code, door);
            if (call.never().contains(status.value())) {
                continue;
            }
            if (!all.containsKey(status)) {
                all.put(status, Map.of(code, GENERAL));
            } else if (!code.equals("invalid")) {
                all.put(status, with(all.get(status), code));
            }
        }
        return all;
    }

    private Map<String, String> with(Map<String, String> codes, String code) {
        Map<String, String> more = new TreeMap<>();
        codes.forEach((known, sentence) ->
                more.put(known, sentence.equals(GENERAL) ? words.refusals().get(known) : sentence));
        more.putIfAbsent(code, words.refusals().get(code));
        return more;
    }

    private ObjectNode success(CallName name, Call call, String status, JsonNode known) {
        if (!call.answers().containsKey(status)) {
            throw new AssertionError("%s answers %s; its words have to say what that means".formatted(name, status));
        }
        Answer said = call.answer(status);
        ObjectNode answer = headed(said.what(), said.headers());
        if (controllers.seesWrites(name)) {
            header(answer, "Usher-Behind");
        }
        JsonNode content = said.content() == null ? known.path("content") : said.content();
        content.properties().forEach(type -> {
            ObjectNode shown = answer.withObject("/content").putObject(type.getKey());
            shown.setAll((ObjectNode) type.getValue());
            if (!shown.has("example") && !shown.has("examples")) {
                shown.set("example", said.example() == null ? examples.of(shown.path("schema")) : said.example());
            }
        });
        return answer;
    }

    /** Those that calls refer to, by their names. */
    Map<String, ObjectNode> shared() {
        Map<String, ObjectNode> all = new TreeMap<>();
        for (Door door : Door.values()) {
            String path = words.paths().get(door);
            words.refusals()
                    .forEach((code, sentence) ->
                            all.put(name(door, code), refusal(Forms.status(code, door), Map.of(code, sentence), path)));
            all.put(name(door, FAILURE), failure(path));
        }
        return all;
    }

    private static String name(Door door, String code) {
        return door.name().toLowerCase(Locale.ROOT) + "-" + code;
    }

    private static void refer(ObjectNode answer, Door door, String code) {
        answer.put("$ref", "#/components/responses/" + name(door, code));
    }

    private ObjectNode failure(String path) {
        ObjectNode answer = headed(words.failures().what(), List.of("Retry-After"));
        content(answer, path, HttpStatus.INTERNAL_SERVER_ERROR, words.failures().internal());
        content(answer, path, HttpStatus.SERVICE_UNAVAILABLE, words.failures().unavailable());
        return answer;
    }

    private ObjectNode refusal(HttpStatus status, Map<String, String> codes, String path) {
        String all = "`" + String.join("`, `", codes.keySet()) + "`";
        Set<String> headers = new TreeSet<>();
        codes.keySet().forEach(code -> headers.addAll(Forms.headers(status, code)));
        ObjectNode answer = headed(status.getReasonPhrase() + ": " + all, headers);
        content(answer, path, status, codes);
        return answer;
    }

    private static void content(ObjectNode answer, String path, HttpStatus status, Map<String, String> codes) {
        ObjectNode content = answer.withObject("/content").withObjectProperty(Forms.mediaType(path));
        String schema = Forms.type(Forms.door(path)).getSimpleName();
        content.putObject("schema").put("$ref", "#/components/schemas/" + schema);
        codes.forEach((code, sentence) -> content.withObjectProperty("examples")
                .putObject(code)
                .set("value", Forms.example(path, status, code, sentence)));
    }

    private ObjectNode headed(String description, Collection<String> headers) {
        ObjectNode answer = JsonMapper.shared().createObjectNode().put("description", description);
        header(answer, "X-Request-Id");
        headers.forEach(name -> header(answer, name));
        return answer;
    }

    private void header(ObjectNode answer, String name) {
        if (!words.headers().containsKey(name)) {
            throw new AssertionError("words/document.yml does not describe the header " + name);
        }
        answer.withObject("/headers").putObject(name).put("$ref", "#/components/headers/" + name);
    }
}
