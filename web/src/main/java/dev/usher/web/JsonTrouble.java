package dev.usher.web;

import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import java.util.Comparator;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What is wrong with JSON, in words for who sent it: Jackson's own would name classes. */
public final class JsonTrouble {

    private JsonTrouble() {}

    /** The types of the language refuse by themselves, also while Jackson makes them. */
    public static Refusal refusal(JacksonException cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof Refusal refusal) {
                return refusal;
            }
        }
        return Refusal.Code.INVALID.because(words(cause));
    }

    private static String words(JacksonException cause) {
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return "unknown property %s; known here are %s"
                    .formatted(
                            path(unknown),
                            unknown.getKnownPropertyIds().stream()
                                    .sorted(Comparator.comparing(Object::toString))
                                    .toList());
        }
        return cause.getPath().isEmpty()
                ? "the body is not valid JSON of the expected form"
                : "%s has the wrong type or form".formatted(path(cause));
    }

    private static String path(JacksonException cause) {
        return cause.getPath().stream()
                .map(step -> step.getPropertyName() == null
                        ? "[" + step.getIndex() + "]"
                        : PlainText.shown(step.getPropertyName()))
                .collect(Collectors.joining("."));
    }
}
