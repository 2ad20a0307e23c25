package dev.usher.query;

import dev.usher.eventstore.EventStoreConfiguration;
import dev.usher.query.projection.Projection;
import dev.usher.query.projection.Projections;
import dev.usher.query.rebuild.Operations;
import dev.usher.query.trace.Traces;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;

/**
 * Looks after projections on the command line: {@code projections}, {@code rebuild <name>… | all}, {@code cancel <name>…};
 * and after what people leave in the files of the database: {@code scrub}. Works on the database, beside processes that run or without any; whoever gets to a rebuild first does it.
 */
public final class ProjectionCommands {

    private static final List<String> VERBS = List.of("projections", "rebuild", "cancel", "scrub");

    private static final Map<String, Object> SETTINGS = Map.of(
            "spring.config.name", "query-side",
            // It is not one of those who serve.
            "usher.event-store.follow", "false",
            "spring.datasource.hikari.maximum-pool-size", "4",
            "logging.level.root", "warn");

    private ProjectionCommands() {}

    /** No controllers, no processors: projections, and what rebuilds them. */
    @EnableAutoConfiguration
    @Import({EventStoreConfiguration.class, QuerySideMigration.class})
    @ComponentScan(
            nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
            useDefaultFilters = false,
            includeFilters = {
                @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Projection.class),
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = {
                            "dev\\.usher\\.query\\.projection\\.(Projections|Positions)",
                            "dev\\.usher\\.query\\.rebuild\\.(Operations|Rebuilds|Rebuilder|Workshop)",
                            "dev\\.usher\\.query\\.trace\\.Traces"
                        })
            })
    static class Beans {}

    public static boolean understands(String... arguments) {
        return arguments.length > 0 && VERBS.contains(arguments[0]);
    }

    /** @return the exit code: 0 when all of it is done, otherwise 1 */
    public static int run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** @param settings where the database is, and the master key; what is not there comes from the environment */
    public static int run(Map<String, Object> settings, String... arguments) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Beans.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties(SETTINGS)
                .initializers(starting -> starting.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("given", settings)))
                .run()) {
            return run(context, arguments[0], List.of(arguments).subList(1, arguments.length));
        }
    }

    private static int run(ConfigurableApplicationContext context, String verb, List<String> given) {
        Operations operations = context.getBean(Operations.class);
        List<String> known = context.getBean(Projections.class).all().stream()
                .map(Projection::name)
                .toList();
        if (verb.equals("scrub")) {
            return scrub(context, known, given);
        }
        List<String> names = given.equals(List.of("all")) || verb.equals("projections") ? known : given;
        if (names.isEmpty() || !known.containsAll(names)) {
            System.err.printf("Usage: %s <name>... | all, where a name is one of %s%n", verb, known);
            return 1;
        }
        return switch (verb) {
            case "projections" -> operations.list(names, System.out);
            case "cancel" -> operations.cancel(names);
            default -> operations.rebuild(names, System.out);
        };
    }

    /** Views first: made anew they are in new files, and nobody waits for that. */
    private static int scrub(ConfigurableApplicationContext context, List<String> views, List<String> given) {
        boolean all = given.equals(List.of("all"));
        if (!all && !given.isEmpty()) {
            System.err.println("Usage: scrub [all], where all is for when nothing else runs on the database");
            return 1;
        }
        boolean rebuilt = context.getBean(Operations.class).rebuild(views, System.out) == 0;
        return context.getBean(Traces.class).remove(all, System.out) & rebuilt ? 0 : 1;
    }
}
