package dev.usher.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The rules of docs and design as ArchUnit has them, over the packages below a root: the real ones below dev.usher, and the
 * planted violations that show that each rule can fail.
 */
record House(String root) {

    /** Each is a need of its own; whoever comes here for more randomness should use one of these. */
    private static final List<String> RANDOMNESS = List.of(
            "dev.usher.eventstore.SealingKey", // nonces, keys of invitations, and the secrets that Safe gives out
            "dev.usher.eventstore.KeyRings", // keys
            "dev.usher.eventstore.PostgresApiKeys", // secrets of back ends
            "dev.usher.eventstore.Node", // the name of this process among many
            "dev.usher.command.account.FirstAdministrator", // the first password
            "dev.usher.standalone.host.DataDirectory"); // secrets of the data directory

    /** Who may speak to the person at the terminal instead of the log: these words are no event. */
    private static final List<String> SPEAKERS = List.of(
            "dev.usher.query.ProjectionCommands",
            "dev.usher.standalone.Chore",
            "dev.usher.standalone.BackupCommands",
            "dev.usher.standalone.Standalone", // whether an export is good
            "dev.usher.standalone.Preparation", // why it cannot start
            "dev.usher.standalone.StartedBanner", // where everything is
            "dev.usher.command.account.FirstAdministrator"); // a password that no log may keep

    private static final Set<String> NOW =
            Set.of("now", "currentTimeMillis", "systemUTC", "systemDefaultZone", "tickMillis");

    ArchRule sidesDoNotMeet(String side, String other) {
        return noClasses()
                .that()
                .resideInAPackage(below(side))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(below(other));
    }

    ArchRule languageIsPlain() {
        return noClasses()
                .that()
                .resideInAPackage(below("api"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..", "java.sql..", "javax.sql..", "org.postgresql..", "jakarta.servlet..");
    }

    ArchRule tellingNeverDecides() {
        return noClasses()
                .that()
                .resideInAPackage(below("query"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.axonframework.commandhandling..",
                        "org.axonframework.modelling..",
                        "org.axonframework.eventhandling.gateway.."))
                .orShould(callMethodWhere(new DescribedPredicate<JavaMethodCall>("a fact is appended") {
                    @Override
                    public boolean test(JavaMethodCall call) {
                        return call.getTargetOwner().getPackageName().startsWith("org.axonframework")
                                && Set.of("publish", "appendEvents", "storeSnapshot")
                                        .contains(call.getName());
                    }
                }));
    }

    /** Both sides ask which keys are valid; who says so has decided. */
    ArchRule keysAreGivenByWhoDecides() {
        return noClasses()
                .that()
                .resideInAnyPackage(below("query"), below("web"))
                .should(callMethodWhere(DescribedPredicate.describe(
                        "a key is made valid or invalid",
                        call -> call.getTargetOwner().getName().equals("dev.usher.eventstore.ApiKeys")
                                && Set.of("add", "remove").contains(call.getName()))));
    }

    ArchRule factsAreRecords() {
        return classes()
                .that(assignableTo(root + ".api.Fact"))
                .and()
                .areNotInterfaces()
                .should()
                .beRecords();
    }

    ArchRule nothingIsInjectedIntoFields() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.springframework.beans.factory.annotation.Autowired")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.springframework.beans.factory.annotation.Value")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.inject..");
    }

    ArchRule terminalIsForPeople() {
        return noClasses().that(areNotAmong(SPEAKERS)).should(ACCESS_STANDARD_STREAMS);
    }

    ArchRule wordsGoToTheLog() {
        return noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");
    }

    private static DescribedPredicate<JavaClass> areNotAmong(List<String> names) {
        return DescribedPredicate.describe("are not among " + names, type -> !names.contains(type.getName()));
    }

    ArchRule oneConfigurationIsPublic() {
        return classes()
                .that()
                .areAnnotatedWith("org.springframework.context.annotation.Configuration")
                .should(beTheOnlyPublicOneOfItsSide());
    }

    private ArchCondition<JavaClass> beTheOnlyPublicOneOfItsSide() {
        Map<String, String> seen = new HashMap<>();
        return new ArchCondition<>("be the only public one of its side") {
            @Override
            public void check(JavaClass configuration, ConditionEvents events) {
                if (configuration.getModifiers().contains(JavaModifier.PUBLIC)) {
                    String other = seen.putIfAbsent(sideOf(configuration), configuration.getName());
                    events.add(new SimpleConditionEvent(
                            configuration, other == null, configuration.getName() + " is public, as " + other + " is"));
                }
            }
        };
    }

    private String sideOf(JavaClass type) {
        return type.getPackageName().substring(root.length()).replaceFirst("^\\.([^.]*).*", "$1");
    }

    /** A module without packages below its own has none that could be in a cycle. */
    ArchRule packagesHaveNoCycles(String side) {
        return slices().matching(root + "." + side + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    ArchRule packagesAreNouns() {
        return noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..impl..", "..dto..", "..service..", "..helper..");
    }

    ArchRule timeComesFromAClock() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.usher.eventstore.StorageConfiguration")
                .should(callMethodWhere(
                        new DescribedPredicate<JavaMethodCall>("the time is asked for without a given clock") {
                            @Override
                            public boolean test(JavaMethodCall call) {
                                String owner = call.getTargetOwner().getName();
                                return NOW.contains(call.getName())
                                        && (owner.startsWith("java.time.") || owner.equals("java.lang.System"))
                                        && call.getTarget().getRawParameterTypes().stream()
                                                .noneMatch(type -> type.isEquivalentTo(Clock.class));
                            }
                        }))
                .orShould()
                .callConstructor(java.util.Date.class);
    }

    /** Such a stream holds a connection until it is closed, and a terminal operation does not close it. */
    ArchRule rowsAreNoStreams() {
        return noClasses()
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "rows are a stream",
                        access -> access.getTargetOwner().getPackageName().startsWith("org.springframework.jdbc")
                                && Set.of("stream", "queryForStream").contains(access.getName())));
    }

    ArchRule randomnessHasItsPlaces() {
        return noClasses()
                .that(areNotAmong(RANDOMNESS))
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "a source of random numbers is made",
                        call -> call.getTargetOwner().isAssignableTo(SecureRandom.class)
                                || call.getTargetOwner().isAssignableTo(RandomGenerator.class)));
    }

    private String below(String side) {
        return root + "." + side + "..";
    }
}
