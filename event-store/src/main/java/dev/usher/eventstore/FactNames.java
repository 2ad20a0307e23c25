package dev.usher.eventstore;

import dev.usher.api.Fact;
import dev.usher.api.StoredName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Every kind of fact and the name under which it is stored: derived from the sealed types, never kept by hand. */
final class FactNames {

    private static final Map<String, Class<?>> BY_NAME = collect(Fact.class);

    private FactNames() {}

    static Map<String, Class<?>> byName() {
        return BY_NAME;
    }

    static String of(Class<?> fact) {
        StoredName name = fact.getAnnotation(StoredName.class);
        if (name == null) {
            throw new IllegalStateException(fact.getName() + " is a fact and has no @StoredName");
        }
        return name.value();
    }

    static Map<String, Class<?>> collect(Class<?> root) {
        Map<String, Class<?>> byName = new LinkedHashMap<>();
        leaves(root).forEach(fact -> {
            Class<?> other = byName.put(of(fact), fact);
            if (other != null) {
                throw new IllegalStateException(
                        "%s and %s are both stored as %s".formatted(other.getName(), fact.getName(), of(fact)));
            }
        });
        return Collections.unmodifiableMap(byName);
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(FactNames::leaves) : Stream.of(type);
    }
}
