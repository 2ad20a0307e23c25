package dev.usher.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.usher.openapi.Contract.Call;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The document that web serves is what the code and the words make, and is good. */
@ExtendWith(TwoSides.class)
class DocumentTest {

    private static ObjectNode document;

    @BeforeAll
    static void make() {
        document = Document.make();
    }

    @Test
    void the_kept_json_is_of_this_code() {
        Kept.JSON.compare(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
    }

    @Test
    void the_kept_yaml_is_of_this_code() {
        Kept.YAML.compare(AsYaml.write(document));
    }

    /** By the rules of 1.1, too, which most tools read by, and which takes 2026-03-02 for a day and no for false. */
    @Test
    void the_yaml_says_what_the_json_says() {
        String yaml = AsYaml.write(document);

        assertThat(tree(new Load(LoadSettings.builder().build()).loadFromString(yaml)))
                .isEqualTo(document);
        assertThat(tree(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml)))
                .isEqualTo(document);
    }

    private static JsonNode tree(Object loaded) {
        return JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(loaded));
    }

    @Test
    void a_parser_of_openapi_has_no_objections() {
        SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(document.toString());

        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getPaths())
                .hasSameSizeAs(document.get("paths").propertyNames());
    }

    @Test
    void its_schemas_are_json_schemas() {
        var meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        for (JsonNode schema : document.findValues("schema")) {
            assertThat(meta.validate(schema)).as(schema.toString()).isEmpty();
        }
        for (JsonNode schema : document.at("/components/schemas")) {
            assertThat(meta.validate(schema)).as(schema.toString()).isEmpty();
        }
    }

    @Test
    void its_examples_are_what_its_schemas_ask_for() {
        Contract contract = new Contract(document);
        List<String> wrong = new ArrayList<>();

        for (Call call : contract.calls()) {
            List<JsonNode> bearers = new ArrayList<>(
                    call.operation().path("parameters").valueStream().toList());
            bearers.addAll(
                    call.operation().at("/requestBody/content").valueStream().toList());
            call.operation()
                    .get("responses")
                    .forEach(answer -> bearers.addAll(contract.resolved(answer)
                            .path("content")
                            .valueStream()
                            .toList()));
            for (JsonNode bearer : bearers) {
                for (JsonNode example : examples(bearer)) {
                    contract.objections(bearer.get("schema"), example)
                            .forEach(objection -> wrong.add("%s, %s: %s".formatted(call.name(), example, objection)));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<JsonNode> examples(JsonNode bearer) {
        List<JsonNode> examples = new ArrayList<>();
        if (bearer.has("example")) {
            examples.add(bearer.get("example"));
        }
        bearer.path("examples").forEach(named -> examples.add(named.get("value")));
        assertThat(examples).as("examples of " + bearer).isNotEmpty();
        return examples;
    }

    @Test
    void every_call_has_its_own_id_and_summary() {
        Set<String> ids = new HashSet<>();
        Set<String> summaries = new HashSet<>();

        for (Call call : new Contract(document).calls()) {
            assertThat(ids.add(call.operation().get("operationId").asString()))
                    .as(call.name())
                    .isTrue();
            assertThat(summaries.add(call.operation().get("summary").asString()))
                    .as(call.name())
                    .isTrue();
        }
    }
}
