package dev.usher.eventstore;

import dev.usher.api.Fact;
import dev.usher.api.Personal;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the JSON of each kind of fact has something {@link Personal}: derived from its record, never kept by hand. */
final class PersonalFields {

    private static final Map<String, List<List<String>>> BY_NAME = FactNames.byName().entrySet().stream()
            .map(kind -> Map.entry(kind.getKey(), paths(kind.getValue())))
            .filter(kind -> !kind.getValue().isEmpty())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private PersonalFields() {}

    /** The stored names of all facts that have any. */
    static Set<String> names() {
        return BY_NAME.keySet();
    }

    /** As property names from the outside in; empty for most kinds of facts. */
    static List<List<String>> of(String name) {
        return BY_NAME.getOrDefault(name, List.of());
    }

    static boolean any(Fact fact) {
        return BY_NAME.containsKey(FactNames.of(fact.getClass()));
    }

    static List<List<String>> paths(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type.getRecordComponents())
                        .flatMap(PersonalFields::paths)
                        .toList()
                : List.of();
    }

    private static Stream<List<String>> paths(RecordComponent component) {
        UnaryOperator<List<String>> below = path -> {
            List<String> whole = new ArrayList<>(List.of(component.getName()));
            whole.addAll(path);
            return List.copyOf(whole);
        };
        return component.isAnnotationPresent(Personal.class)
                ? Stream.of(List.of(component.getName()))
                : paths(component.getType()).stream().map(below);
    }
}
