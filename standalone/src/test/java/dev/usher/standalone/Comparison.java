package dev.usher.standalone;

import dev.usher.openapi.Contract;
import dev.usher.openapi.Contract.Call;
import dev.usher.standalone.Client.Answer;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares what is answered with what the document says. */
record Comparison(Contract contract) {

    /** Headers that say something of their own: none of them may come undocumented. */
    private static final List<String> TELLING = List.of(
            "ETag",
            "Link",
            "Location",
            "Total-Count",
            "Retry-After",
            "X-RateLimit-Reset",
            "WWW-Authenticate",
            "Usher-Position",
            "Usher-Behind");

    /** What a path that is not documented, or not for this method, may answer: nothing that helps. */
    private static final Set<Integer> NOTHING = Set.of(400, 401, 404, 405);

    Optional<Call> call(HttpRequest request) {
        return contract.find(request.method(), request.uri().getRawPath());
    }

    /** Empty when it is as documented. */
    List<String> objections(HttpRequest request, Answer answer) {
        String path = request.uri().getRawPath();
        if (path.startsWith("/mailbox")) {
            return List.of(); // standalone's own
        }
        return call(request)
                .map(call -> objections(call, request, answer))
                .orElseGet(() -> NOTHING.contains(answer.status())
                        ? List.of()
                        : List.of("%s %s answers %d, and is not documented"
                                .formatted(request.method(), path, answer.status())));
    }

    private List<String> objections(Call call, HttpRequest request, Answer answer) {
        String what = "%s answers %d".formatted(call.name(), answer.status());
        List<String> objections = new ArrayList<>();
        contract.answer(call, answer.status())
                .ifPresentOrElse(
                        promised -> {
                            headers(promised, answer).forEach(header -> objections.add(what + header));
                            if (!request.method().equals("HEAD")) {
                                body(promised, answer).forEach(error -> objections.add(what + error));
                            }
                        },
                        () -> objections.add(what + ", which is not documented"));
        parameters(call, request, answer).forEach(name -> objections.add(what + " to the undocumented " + name));
        return objections;
    }

    private Stream<String> headers(JsonNode promised, Answer answer) {
        JsonNode headers = promised.path("headers");
        Stream<String> missing = headers.propertyStream()
                .filter(header ->
                        contract.resolved(header.getValue()).path("required").asBoolean(false))
                .map(java.util.Map.Entry::getKey)
                .filter(name -> answer.headers().firstValue(name).isEmpty())
                .map(" without the header "::concat);
        Stream<String> more = TELLING.stream()
                .filter(name -> answer.headers().firstValue(name).isPresent() && !headers.has(name))
                .map(" with the undocumented header "::concat);
        return Stream.concat(missing, more);
    }

    private List<String> body(JsonNode promised, Answer answer) {
        JsonNode content = promised.path("content");
        if (content.isEmpty()) {
            return answer.text().isEmpty() ? List.of() : List.of(" with a body, and should have none");
        }
        String type = answer.headers().firstValue("Content-Type").orElse("none").replaceFirst(";.*", "");
        if (!content.has(type)) {
            return List.of(" with the content type %s, documented is %s".formatted(type, content.propertyNames()));
        }
        JsonNode schema = content.get(type).get("schema");
        try {
            return bodies(type, answer.text())
                    .flatMap(body -> contract.objections(schema, body).stream())
                    .map(" with "::concat)
                    .distinct()
                    .toList();
        } catch (JacksonException e) {
            return List.of(" with what is no JSON");
        }
    }

    private static Stream<JsonNode> bodies(String type, String text) {
        return switch (type) {
            case "application/x-ndjson" ->
                text.lines().filter(line -> !line.isBlank()).map(JsonMapper.shared()::readTree);
            case "application/json", "application/problem+json" ->
                Stream.of(JsonMapper.shared().readTree(text));
            default -> Stream.of(JsonMapper.shared().getNodeFactory().stringNode(text));
        };
    }

    /** Of a call that succeeded where unknown ones are refused; the other doors ignore them. */
    private Set<String> parameters(Call call, HttpRequest request, Answer answer) {
        boolean read = answer.status() < 300 && call.path().startsWith("/v1/");
        Set<String> unknown = new TreeSet<>(read ? asked(request) : Set.of());
        unknown.removeAll(documented(call));
        return unknown;
    }

    private static Set<String> documented(Call call) {
        return call.operation()
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.get("in").asString().equals("query"))
                .map(parameter -> parameter.get("name").asString())
                .collect(Collectors.toSet());
    }

    private static Set<String> asked(HttpRequest request) {
        String query = request.uri().getRawQuery();
        return query == null
                ? Set.of()
                : Stream.of(query.split("&"))
                        .map(parameter -> parameter.replaceFirst("=.*", ""))
                        .collect(Collectors.toSet());
    }

    /** What a test has to see of a call. */
    Set<String> promises(Call call) {
        Set<String> promises = new TreeSet<>(call.statuses());
        documented(call).forEach(name -> promises.add("success with " + name));
        return promises;
    }

    /** What of it this was. */
    Set<String> marks(HttpRequest request, Answer answer) {
        Set<String> marks = new TreeSet<>();
        marks.add(Integer.toString(answer.status()));
        if (answer.status() < 300) {
            asked(request).forEach(name -> marks.add("success with " + name));
        }
        return marks;
    }
}
