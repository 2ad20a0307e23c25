package dev.usher.standalone;

import dev.usher.standalone.Client.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Carries out the statements that stand behind the requests of an .http file. */
final class HttpScript {

    private static final Pattern ASSERT = Pattern.compile("client\\.assert\\(response\\.status === (\\d+)\\);");
    private static final Pattern SET = Pattern.compile("client\\.global\\.set\\(\"(\\w+)\", (.*)\\);");
    private static final Pattern MATCH = Pattern.compile("(.*)\\.match\\(/(.*)/\\)\\[1]");
    private static final Pattern GET = Pattern.compile("client\\.global\\.get\\(\"(\\w+)\"\\)");
    private static final Pattern HEADER = Pattern.compile("response\\.headers\\.valueOf\\(\"([\\w-]+)\"\\)");

    private final Map<String, String> variables;
    private final Answer answer;

    HttpScript(Map<String, String> variables, Answer answer) {
        this.variables = variables;
        this.answer = answer;
    }

    void run(String statement) {
        Matcher expected = ASSERT.matcher(statement);
        if (expected.matches()) {
            answer.expect(Integer.parseInt(expected.group(1)));
            return;
        }
        Matcher set = SET.matcher(statement);
        if (!set.matches()) {
            throw new AssertionError("this test does not know the statement " + statement);
        }
        variables.put(set.group(1), value(set.group(2)));
    }

    private String value(String expression) {
        if (expression.startsWith("atob(")) {
            return new String(
                    Base64.getUrlDecoder().decode(value(known(expression).group())), StandardCharsets.UTF_8);
        }
        Matcher match = MATCH.matcher(expression);
        if (match.matches()) {
            // A slash is escaped in JavaScript, and needs no escape in Java.
            Matcher found = Pattern.compile(match.group(2).replace("{", "\\{")).matcher(value(match.group(1)));
            if (!found.find()) {
                throw new AssertionError("nothing matches " + expression + " in " + value(match.group(1)));
            }
            return found.group(1);
        }
        Matcher header = HEADER.matcher(expression);
        if (header.matches()) {
            return answer.headers().firstValue(header.group(1)).orElseThrow();
        }
        if (expression.equals("JSON.stringify(response.body)")) {
            return answer.text();
        }
        return expression.startsWith("response.body")
                ? body(expression)
                : variables.get(known(expression).group(1));
    }

    private static Matcher known(String expression) {
        Matcher name = GET.matcher(expression);
        if (!name.find()) {
            throw new AssertionError("this test does not know the expression " + expression);
        }
        return name;
    }

    private String body(String path) {
        String pointer = path.substring("response.body".length())
                .replaceAll("\\[(\\d+)]", "/$1")
                .replace('.', '/');
        JsonNode found = answer.json().at(pointer);
        if (found.isMissingNode()) {
            throw new AssertionError("there is no %s in %s".formatted(path, answer.text()));
        }
        return found.asString();
    }
}
