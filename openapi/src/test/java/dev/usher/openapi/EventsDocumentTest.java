package dev.usher.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.Fact;
import dev.usher.api.Personal;
import dev.usher.api.StoredName;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/events.md} is what the records of facts say: their names, sentences, properties, and what is sealed. */
class EventsDocumentTest {

    private static final String BEGIN = "<!-- made of the code: -->\n";
    private static final String END = "<!-- by EventsDocumentTest -->\n";
    private static final Javadoc JAVADOC = new Javadoc(Project.root());

    @Test
    void the_table_of_facts_is_of_this_code() {
        String kept = Kept.EVENTS.text();
        int begin = kept.indexOf(BEGIN) + BEGIN.length();
        int end = kept.indexOf(END);
        assertThat(begin).isLessThanOrEqualTo(end);
        Kept.EVENTS.compare(kept.substring(0, begin) + table() + kept.substring(end));
    }

    @Test
    void every_fact_has_its_sentence() {
        assertThat(facts(Fact.class))
                .isNotEmpty()
                .allSatisfy(fact ->
                        assertThat(JAVADOC.of(fact)).as(fact.getSimpleName()).endsWith("."));
    }

    private static String table() {
        return facts(Fact.class)
                .map(EventsDocumentTest::row)
                .collect(Collectors.joining(
                        "\n", "| stored name | from then on it is true that | with |\n| --- | --- | --- |\n", "\n"));
    }

    private static String row(Class<?> fact) {
        return "| `%s` | %s | %s |"
                .formatted(fact.getAnnotation(StoredName.class).value(), JAVADOC.of(fact), properties(fact));
    }

    private static String properties(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(EventsDocumentTest::property)
                .collect(Collectors.joining(", "));
    }

    /** What is sealed is in italics; the parts of a record of ours are in parentheses. */
    private static String property(RecordComponent component) {
        String name = "`%s`".formatted(component.getName());
        if (component.isAnnotationPresent(Personal.class)) {
            return "*%s*".formatted(name);
        }
        Class<?> type = component.getType();
        boolean hasPersonal = type.isRecord()
                && Arrays.stream(type.getRecordComponents()).anyMatch(part -> part.isAnnotationPresent(Personal.class));
        return hasPersonal ? "%s (%s)".formatted(name, properties(type)) : name + of(component.getGenericType());
    }

    private static String of(Type type) {
        return type instanceof ParameterizedType list
                ? " of " + ((Class<?>) list.getActualTypeArguments()[0]).getSimpleName()
                : "";
    }

    private static Stream<Class<?>> facts(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventsDocumentTest::facts)
                : Stream.of(type);
    }
}
