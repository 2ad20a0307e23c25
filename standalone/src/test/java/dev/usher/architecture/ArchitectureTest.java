package dev.usher.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {

    private static final House USHER = new House("dev.usher");
    private static final House PLANTED = new House("dev.usher.architecture.planted");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages(USHER.root());
    private static final JavaClasses VIOLATIONS = new ClassFileImporter().importPackages(PLANTED.root());

    /** Each rule, and the planted class that breaks it. */
    static Stream<Arguments> rules() {
        return Stream.of(
                rule(
                        "command side does not know query side",
                        house -> house.sidesDoNotMeet("command", "query"),
                        "Meddler"),
                rule(
                        "query side does not know command side",
                        house -> house.sidesDoNotMeet("query", "command"),
                        "Appender"),
                rule("shared-api has no Spring and no SQL", House::languageIsPlain, "MutableFact"),
                rule("query side sends no wishes", House::tellingNeverDecides, "Decider"),
                rule("query side appends no facts", House::tellingNeverDecides, "Appender"),
                rule("query side gives no API keys", House::keysAreGivenByWhoDecides, "Locksmith"),
                rule("facts are immutable", House::factsAreRecords, "MutableFact"),
                rule("no field is injected", House::nothingIsInjectedIntoFields, "Meddler.appender"),
                rule("no setting comes by @Value", House::nothingIsInjectedIntoFields, "Meddler.port"),
                rule("nothing writes to the terminal", House::terminalIsForPeople, "System.out"),
                rule("nothing logs past the log", House::wordsGoToTheLog, "java.util.logging"),
                rule("a side shows one configuration", House::oneConfigurationIsPublic, "SecondConfiguration"),
                rule(
                        "packages of the command side have no cycle",
                        house -> house.packagesHaveNoCycles("command"),
                        "Back"),
                rule("packages are nouns of the domain", House::packagesAreNouns, "Drawer"),
                rule("time comes from a clock", House::timeComesFromAClock, "Instant.now()"),
                rule("so do milliseconds", House::timeComesFromAClock, "System.currentTimeMillis()"),
                rule("rows are no streams", House::rowsAreNoStreams, "Hoarder"),
                rule("randomness has its places", House::randomnessHasItsPlaces, "SecureRandom"));
    }

    private static Arguments rule(String name, Function<House, ArchRule> rule, String caught) {
        return Arguments.of(Named.of(name, rule), caught);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void the_house_keeps_the_rule(Function<House, ArchRule> rule, String caught) {
        assertThat(rule.apply(USHER).evaluate(CLASSES).getFailureReport().getDetails())
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void the_rule_catches_what_is_planted(Function<House, ArchRule> rule, String caught) {
        assertThat(rule.apply(PLANTED).evaluate(VIOLATIONS).getFailureReport().getDetails())
                .anyMatch(line -> line.contains(caught));
    }

    @Test
    void packages_of_the_other_modules_have_no_cycle() {
        assertThat(Stream.of("api", "query", "standalone", "eventstore", "web")
                        .flatMap(side ->
                                USHER
                                        .packagesHaveNoCycles(side)
                                        .evaluate(CLASSES)
                                        .getFailureReport()
                                        .getDetails()
                                        .stream()))
                .isEmpty();
    }

    /** A rule about an empty package holds, and says nothing. */
    @Test
    void every_module_is_seen() {
        assertThat(Stream.of("api", "eventstore", "web", "command", "query", "standalone"))
                .allMatch(side ->
                        CLASSES.stream().anyMatch(type -> type.getPackageName().startsWith("dev.usher." + side)));
    }
}
