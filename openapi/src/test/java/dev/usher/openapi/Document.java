package dev.usher.openapi;

import dev.usher.openapi.Words.Call;
import dev.usher.openapi.Words.Chapter;
import dev.usher.web.Door;
import dev.usher.web.Forms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document: what springdoc finds in the code, in the order and with the words of {@link Words}. */
final class Document {

    private static final Pattern REFERENCE = Pattern.compile("#/components/schemas/([A-Za-z0-9._-]+)");

    private final Words words;
    private final JsonNode raw;
    private final Controllers controllers;
    private final ObjectNode schemas;

    /** @param schemas all that there are, completed */
    Document(Words words, JsonNode raw, Controllers controllers, ObjectNode schemas) {
        this.words = words;
        this.raw = raw;
        this.controllers = controllers;
        this.schemas = schemas;
    }

    /** Of this JVM's application and these sources. */
    static ObjectNode make() {
        Words words = Words.read();
        JsonNode raw = TwoSides.rawDocument();
        ObjectNode schemas = (ObjectNode) raw.at("/components/schemas").deepCopy();
        TwoSides.schemasOf(unnamed(words)).forEach(schemas::set);
        new Schemas(words, new Javadoc(Project.root()), TwoSides.schemaTypes(), raw.findValues("requestBody"))
                .complete(schemas);
        return new Document(words, raw, new Controllers(TwoSides.controllers()), schemas).complete();
    }

    /** The bodies that no controller's signature names: errors, and those that are written piece by piece. */
    private static List<Class<?>> unnamed(Words words) {
        List<Class<?>> types = new ArrayList<>();
        for (Door door : Door.values()) {
            types.add(Forms.type(door));
        }
        for (String name : words.bodies()) {
            try {
                types.add(Class.forName(name));
            } catch (ClassNotFoundException e) {
                throw new AssertionError("words/document.yml names a body that is none", e);
            }
        }
        return types;
    }

    private ObjectNode complete() {
        ObjectNode document = JsonMapper.shared().createObjectNode().put("openapi", "3.1.0");
        document.set("info", words.info());
        // The one that the document comes from.
        document.putArray("servers").addObject().put("url", "/");
        Operations operations = new Operations(words, controllers, new Examples(schemas));
        Map<CallName, Call> described = new LinkedHashMap<>();
        for (Chapter chapter : words.allChapters()) {
            document.withArray("tags").addObject().put("name", chapter.name()).put("description", chapter.about());
            chapter.calls().forEach((text, call) -> {
                CallName name = CallName.of(text);
                if (!controllers.know(name) || described.put(name, call) != null) {
                    throw new AssertionError("words describe %s twice, or there is no such call".formatted(name));
                }
                document.withObject("/paths")
                        .withObjectProperty(name.path())
                        .set(name.key(), operations.of(name, call, chapter.name(), rawOf(name)));
            });
        }
        Set<String> left = controllers.besides(described.keySet());
        left.removeAll(words.hidden().keySet());
        if (!left.isEmpty()) {
            throw new AssertionError("no file in openapi/src/test/resources/words describes " + left);
        }
        components(document, operations.answers());
        return document;
    }

    private JsonNode rawOf(CallName name) {
        return raw.get("paths").get(name.path()).get(name.key());
    }

    private void components(ObjectNode document, Answers answers) {
        ObjectNode components = document.putObject("components");
        ObjectNode shared = components.putObject("responses");
        answers.shared().forEach((name, answer) -> {
            if (document.toString().contains("\"#/components/responses/" + name + "\"")) {
                shared.set(name, answer);
            }
        });
        words.headers().forEach(components.putObject("headers")::set);
        words.securitySchemes().forEach(components.putObject("securitySchemes")::set);
        ObjectNode used = components.putObject("schemas");
        referred(document, new TreeSet<>()).forEach(name -> used.set(name, schemas.get(name)));
    }

    private Set<String> referred(JsonNode from, Set<String> known) {
        REFERENCE
                .matcher(from.toString())
                .results()
                .map((MatchResult found) -> found.group(1))
                .filter(known::add)
                .toList()
                .forEach(name -> referred(schemas.get(name), known));
        return known;
    }
}
