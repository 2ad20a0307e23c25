package dev.usher.openapi;

import dev.usher.web.Door;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that the code does not say: {@code words/document.yml}, and a file for each chapter. Keys that are not known here
 * are refused.
 *
 * @param chapters the files, in the order of the document
 * @param info of the document
 * @param names of schemas by class, where the simple name is another's
 * @param hidden calls that are not described, and why
 * @param bodies the classes of those that controllers write without saying so
 * @param paths an example for each door
 * @param refusals what any call may answer, where its rule (see {@link Answers}) applies: a sentence by code
 * @param parameters by name, with what stands before it in the path: {@code team/id}; chapters and calls say more or else
 * @param headers of answers, by name
 * @param types constraints of our values, by the simple name of their class
 * @param schemas more than the code and its Javadoc say, by name
 */
record Words(
        ObjectNode info,
        List<String> chapters,
        Map<String, String> names,
        Map<String, String> hidden,
        List<String> bodies,
        Map<Door, String> paths,
        Failures failures,
        Map<String, JsonNode> securitySchemes,
        Map<String, String> refusals,
        Map<String, Parameter> parameters,
        Map<String, JsonNode> headers,
        Map<String, ObjectNode> types,
        Map<String, SchemaWords> schemas) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * What fails through no fault of the caller.
     *
     * @param internal sentences by code, as {@code unavailable}
     */
    record Failures(String what, Map<String, String> internal, Map<String, String> unavailable) {}

    /** Calls that belong together; in the document a tag. */
    record Chapter(String name, String about, Map<String, Call> calls) {}

    /**
     * @param id never changes, since generated clients name their methods by it
     * @param who of docs/api.md
     * @param request an example of the body, where that of its schema would not do
     * @param content of the request by media type, where the code does not say it
     * @param answers what each success means, by status: a sentence, or an {@link Answer}
     * @param refusals an example of the sentence for each code
     * @param never statuses that a general rule would give this call, which cannot have them
     */
    record Call(
            String id,
            String summary,
            String description,
            String who,
            Map<String, Parameter> parameters,
            JsonNode request,
            ObjectNode content,
            Map<String, JsonNode> answers,
            Map<String, String> refusals,
            List<Integer> never) {

        Call {
            parameters = parameters == null ? Map.of() : parameters;
            answers = answers == null ? Map.of() : answers;
            refusals = refusals == null ? Map.of() : refusals;
            never = never == null ? List.of() : never;
        }

        Answer answer(String status) {
            JsonNode words = answers.get(status);
            return words.isString()
                    ? new Answer(words.stringValue(), null, null, null)
                    : JSON.treeToValue(words, Answer.class);
        }
    }

    /**
     * @param example where that of its schema would not do
     * @param headers that this answer has
     * @param content by media type, where the code does not say it; {@code {}} for none
     */
    record Answer(String what, JsonNode example, List<String> headers, ObjectNode content) {

        Answer {
            headers = headers == null ? List.of() : headers;
        }
    }

    /**
     * @param in query where the code does not know the parameter by name
     * @param schema instead of the code's, which often says string where a number is read out of it
     */
    record Parameter(String what, String in, Boolean required, ObjectNode schema, JsonNode example) {}

    /**
     * @param required of answers these are those that are always there, and derived from the code where it says
     * @param properties merged into what the code says
     */
    record SchemaWords(String what, List<String> required, ObjectNode properties, JsonNode example) {}

    static Words read() {
        return read("document", Words.class);
    }

    List<Chapter> allChapters() {
        return chapters.stream().map(file -> read(file, Chapter.class)).toList();
    }

    private static <T> T read(String file, Class<T> type) {
        try (InputStream yaml = new ClassPathResource("words/" + file + ".yml").getInputStream()) {
            // 50 unless said, against files of strangers.
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file)
                    .setMaxAliasesForCollections(500)
                    .build();
            return JSON.convertValue(new Load(settings).loadFromInputStream(yaml), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
