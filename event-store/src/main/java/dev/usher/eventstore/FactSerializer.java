package dev.usher.eventstore;

import dev.usher.api.Fact;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.ConfigToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * Writes facts under their stored names and reads only what is on a list: facts, and the few types of Axon's own
 * bookkeeping. Without it the name column of the log would choose any class of the class path to be loaded.
 */
final class FactSerializer extends Jackson3Serializer {

    private static final Map<String, Class<?>> BOOKKEEPING = Stream.of(
                    MetaData.class, GlobalSequenceTrackingToken.class, ReplayToken.class, ConfigToken.class)
            .collect(Collectors.toMap(Class::getName, Function.identity()));

    private final Map<String, ObjectReader> readers = new ConcurrentHashMap<>();

    FactSerializer() {
        super(Jackson3Serializer.builder().jsonMapperBuilderCustomizer(FactSerializer::configure));
    }

    private static void configure(JsonMapper.Builder json) {
        // Facts read in psql in the order in which they are declared.
        json.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY);
        json.addModule(FactValues.module());
        // A ReplayToken names the classes of the tokens inside it, and Jackson 3 refuses every class by default
        // (#4160).
        json.polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                .allowIfBaseType(TrackingToken.class)
                .build());
    }

    /** The one place that knows how a fact looks as JSON, for golden files and downloads. */
    String json(Fact fact) {
        return serialize(fact, String.class).getData();
    }

    /** The other way round, for who reads very many. */
    Fact fact(String name, String json) {
        return readers.computeIfAbsent(name, this::reader).readValue(json);
    }

    private ObjectReader reader(String name) {
        return getObjectMapper().readerFor(classForType(new SimpleSerializedType(name, null)));
    }

    @Override
    @SuppressWarnings("rawtypes") // as inherited
    public SerializedType typeForClass(Class type) {
        if (type != null && Fact.class.isAssignableFrom(type)) {
            return new SimpleSerializedType(
                    FactNames.of(type), getRevisionResolver().revisionOf(type));
        }
        if (type == null || type == Void.class || type == void.class || BOOKKEEPING.containsValue(type)) {
            return super.typeForClass(type);
        }
        throw new SerializationException("%s is not a fact: only what implements %s may be stored"
                .formatted(type.getName(), Fact.class.getName()));
    }

    @Override
    public Class<?> classForType(SerializedType type) {
        if (SerializedType.emptyType().equals(type)) {
            return Void.class;
        }
        Class<?> known = FactNames.byName().getOrDefault(type.getName(), BOOKKEEPING.get(type.getName()));
        if (known == null) {
            throw new SerializationException(
                    "the log holds '%s', which this version of Usher does not know; a newer version wrote it, or somebody else did"
                            .formatted(type.getName()));
        }
        return known;
    }
}
