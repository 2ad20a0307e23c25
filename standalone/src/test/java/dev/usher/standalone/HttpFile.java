package dev.usher.standalone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads as much of the language of .http files as ours needs: requests between lines of ###, variables in double braces, and
 * scripts of assertions about the status and of variables taken from the answer. Anything else is refused.
 */
final class HttpFile {

    private HttpFile() {}

    /** @param script its statements, a line each */
    record Request(
            String title, String method, String url, Map<String, String> headers, String body, List<String> script) {

        Request with(Map<String, String> variables) {
            Map<String, String> filled = new LinkedHashMap<>();
            headers.forEach((name, value) -> filled.put(name, fill(value, variables)));
            String authorization = filled.get("Authorization");
            if (authorization != null && authorization.startsWith("Basic ")) {
                filled.put("Authorization", basic(authorization.split(" ")));
            }
            return new Request(title, method, fill(url, variables), filled, fill(body, variables), script);
        }

        /** As those clients do: a user name and a password. */
        private static String basic(String[] words) {
            byte[] both = (words[1] + ":" + words[2]).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(both);
        }
    }

    static List<Request> requests(String file) {
        List<Request> requests = new ArrayList<>();
        for (String block : file.split("(?m)^###")) {
            String title = block.lines().findFirst().orElse("").strip();
            List<String> lines =
                    block.lines().skip(1).dropWhile(String::isBlank).toList();
            if (!lines.isEmpty() && lines.getFirst().matches("[A-Z]+ \\S+")) {
                requests.add(request(title, lines));
            }
        }
        return requests;
    }

    private static Request request(String title, List<String> lines) {
        String[] call = lines.getFirst().split(" ");
        Map<String, String> headers = new LinkedHashMap<>();
        int at = 1;
        for (; at < lines.size() && !lines.get(at).isBlank(); at++) {
            String[] header = lines.get(at).split(": ", 2);
            headers.put(header[0], header[1]);
        }
        String rest = lines.stream().skip(at).collect(Collectors.joining("\n"));
        Matcher script = Pattern.compile("> \\{%(.*)%}", Pattern.DOTALL).matcher(rest);
        List<String> statements = script.find()
                ? script.group(1)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList()
                : List.of();
        String body = rest.replaceFirst("(?s)> \\{%.*", "").strip();
        return new Request(title, call[0], call[1], headers, body.isEmpty() ? null : body, statements);
    }

    private static String fill(String text, Map<String, String> variables) {
        UnaryOperator<String> value = name -> {
            if (!variables.containsKey(name)) {
                throw new AssertionError("nothing has set {{%s}}".formatted(name));
            }
            return variables.get(name);
        };
        return text == null
                ? null
                : Pattern.compile("\\{\\{(\\w+)}}")
                        .matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(value.apply(found.group(1))));
    }
}
