package dev.usher.standalone;

import dev.usher.eventstore.EventStoreConfiguration;
import dev.usher.eventstore.backup.Backups;
import dev.usher.standalone.host.CannotStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/** {@code export <directory>}, beside an Usher that runs or without one; {@code import <directory> [<public key>...]}, into a new one. */
final class BackupCommands {

    private static final Map<String, Object> SETTINGS = Map.of(
            "spring.config.name", "none",
            // It is not one of those who serve.
            "usher.event-store.follow", "false",
            "spring.datasource.hikari.maximum-pool-size", "4",
            "logging.level.root", "warn");

    private BackupCommands() {}

    /** The log, the tables of both sides, and nobody who works with them. */
    @EnableAutoConfiguration
    @Import(EventStoreConfiguration.class)
    @ComponentScan(
            basePackages = "dev.usher",
            nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = {
                                "dev\\.usher\\.eventstore\\.backup\\.BackupConfiguration",
                                "dev\\.usher\\.command\\.(CommandSideMigration|account\\.Addresses)",
                                "dev\\.usher\\.query\\.QuerySideMigration"
                            }))
    static class Beans {}

    static boolean understands(String... arguments) {
        return arguments.length > 0 && (arguments[0].equals("export") || imports(arguments));
    }

    static boolean imports(String... arguments) {
        return arguments[0].equals("import");
    }

    /** @throws CannotStart when they do not say what to do */
    static void requireWhole(String... arguments) {
        if (arguments.length < 2 || !imports(arguments) && arguments.length > 2) {
            throw new CannotStart("usage: export <directory> | import <directory> [<public key>...]");
        }
    }

    /** @return the exit code: 0 when all of it is done, otherwise 1, and nothing is */
    static int run(Map<String, Object> settings, String... arguments) {
        List<String> given = List.of(arguments).subList(1, arguments.length);
        Path directory = Path.of(given.getFirst()).toAbsolutePath().normalize();
        try (ConfigurableApplicationContext context = context(settings)) {
            Backups backups = context.getBean(Backups.class);
            if (imports(arguments)) {
                backups.read(directory, Set.copyOf(given.subList(1, given.size())), System.out);
                System.out.println("Imported. Start Usher: it makes its views of the log.");
            } else {
                backups.write(directory, System.out);
                System.out.printf("Exported to %s. The master key is not in it: keep it elsewhere.%n", directory);
            }
            return 0;
        } catch (IOException | RuntimeException e) {
            System.err.printf("Nothing was done: %s%n", e.getMessage());
            return 1;
        }
    }

    static ConfigurableApplicationContext context(Map<String, Object> settings) {
        return new SpringApplicationBuilder(Beans.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties(SETTINGS)
                .initializers(starting -> starting.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("given", settings)))
                .run();
    }
}
