package dev.usher.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.openapi.Contract.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The contract for people, docs/api.md, and the one for programs know the same calls. */
class HandWrittenTest {

    private static final Pattern CALL = Pattern.compile("`((?:GET|POST|PUT|PATCH|DELETE) /[^` ?]*)");

    private final Contract contract = Contract.served();

    @Test
    void every_call_of_the_document_is_in_api_md() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (Call call : contract.calls()) {
            missing.add(normal(call.name()));
        }
        missing.removeAll(written());

        assertThat(missing).isEmpty();
    }

    @Test
    void every_call_of_api_md_is_in_the_document() throws IOException {
        Set<String> unknown = written();
        for (Call call : contract.calls()) {
            call.paths().forEach(path -> unknown.remove(normal(call.method() + " " + path)));
        }

        assertThat(unknown).isEmpty();
    }

    private static Set<String> written() throws IOException {
        return CALL.matcher(Files.readString(Project.root().resolve("docs/api.md")))
                .results()
                .map((MatchResult found) -> normal(found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a variable is called makes no difference here. */
    private static String normal(String call) {
        return call.replaceAll("\\{[^}]*}", "{}");
    }
}
