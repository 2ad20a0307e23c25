package dev.usher.openapi;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** As the words name it: {@code POST /team}. */
record CallName(String method, String path) {

    private static final Pattern VARIABLE = Pattern.compile("([^/]+)/\\{([^}]+)}");

    static CallName of(String text) {
        String[] parts = text.split(" ", 2);
        return new CallName(parts[0], parts[1]);
    }

    /** As in OpenAPI: {@code post}. */
    String key() {
        return method.toLowerCase(Locale.ROOT);
    }

    CallName at(String otherPath) {
        return new CallName(method, otherPath);
    }

    /** What stands before a variable of the path, and its name: {@code team/id}. */
    String place(String variable) {
        return VARIABLE.matcher(path)
                .results()
                .filter(found -> found.group(2).equals(variable))
                .map(found -> found.group(1) + "/" + variable)
                .findFirst()
                .orElse(variable);
    }

    /** The names of the variables of the path, in their order. */
    List<String> variables() {
        return VARIABLE.matcher(path)
                .results()
                .map((MatchResult found) -> found.group(2))
                .toList();
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
