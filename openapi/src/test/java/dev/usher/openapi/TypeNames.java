package dev.usher.openapi;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.core.util.RefUtils;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Notes which class each schema is made of: two of one simple name would silently become one schema. */
final class TypeNames implements ModelConverter {

    private final Map<String, String> names;
    private final Map<String, Map<String, Class<?>>> found = new ConcurrentSkipListMap<>();

    /** @param names those that are given, by class */
    TypeNames(Map<String, String> names) {
        this.names = names;
    }

    Map<String, Collection<Class<?>>> found() {
        Map<String, Collection<Class<?>>> all = new TreeMap<>();
        found.forEach((name, types) -> all.put(name, Set.copyOf(types.values())));
        return all;
    }

    @Override
    public Schema<?> resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> others) {
        JavaType java = Json.mapper().constructType(type.getType());
        if (java != null && names.containsKey(java.getRawClass().getName())) {
            type.setName(names.get(java.getRawClass().getName()));
        }
        Schema<?> schema = others.hasNext() ? others.next().resolve(type, context, others) : null;
        if (schema != null && schema.get$ref() != null && java != null) {
            String name = RefUtils.extractSimpleName(schema.get$ref()).getLeft().toString();
            found.computeIfAbsent(name, _ -> new TreeMap<>()).put(java.toString(), java.getRawClass());
        }
        return schema;
    }
}
