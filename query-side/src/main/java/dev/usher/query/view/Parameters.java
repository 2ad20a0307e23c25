package dev.usher.query.view;

import dev.usher.api.Fields;
import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.springframework.util.MultiValueMap;

/** The query of a call. All that is wrong with it is refused together; a misspelt name would silently ask something else. */
public final class Parameters {

    private final MultiValueMap<String, String> given;
    private final Fields fields = new Fields();

    /** @param known every name that the call knows */
    public Parameters(MultiValueMap<String, String> given, Set<String> known) {
        this.given = given;
        given.forEach((name, values) -> {
            if (!known.contains(name)) {
                wrong(name, "there is no parameter %s here, but %s".formatted(PlainText.quoted(name), names(known)));
            } else if (values.size() > 1) {
                wrong(name, "%s must be given once, was given %d times".formatted(name, values.size()));
            }
        });
    }

    /** @throws Refusal INVALID, where a call knows no parameters at all */
    public static void none(MultiValueMap<String, String> given) {
        new Parameters(given, Set.of()).check();
    }

    public boolean has(String name) {
        return given.containsKey(name);
    }

    /** @return null when it is not given, or when the type refuses it, which {@link #check} will say */
    public <T> T read(String name, Function<String, T> type) {
        return fields.read(name, given.getFirst(name), type);
    }

    public void wrong(String name, String message) {
        fields.wrong(name, message);
    }

    /** @throws Refusal INVALID, naming every parameter that is wrong */
    public void check() {
        fields.check();
    }

    private static String names(Set<String> known) {
        return known.isEmpty() ? "none at all" : String.join(", ", new TreeSet<>(known));
    }
}
