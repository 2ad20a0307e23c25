package dev.usher.standalone;

import dev.usher.query.ProjectionCommands;
import dev.usher.standalone.host.CannotStart;
import dev.usher.standalone.host.DataDirectory;
import dev.usher.standalone.host.Surroundings;
import dev.usher.standalone.postgres.Postgres;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Something that is done on the command line, beside an Usher that runs on the same data, or with PostgreSQL alone. */
final class Chore {

    private Chore() {}

    /** @return the exit code */
    static int run(String... args) {
        try {
            if (BackupCommands.understands(args)) {
                BackupCommands.requireWhole(args); // before an import makes a data directory
            }
            Surroundings surroundings = Surroundings.of(System.getenv());
            return surroundings.databaseUrl().isPresent()
                    ? run(surroundings, data(surroundings, args), surroundings.database(), args)
                    : onOwnDatabase(surroundings, args);
        } catch (CannotStart e) {
            System.err.println("Usher cannot do that: " + e.getMessage());
            return 1;
        }
    }

    /** Only an import makes a new one, and has it for itself. */
    private static DataDirectory data(Surroundings surroundings, String... args) {
        return BackupCommands.imports(args)
                ? DataDirectory.locked(surroundings.data())
                : DataDirectory.shared(surroundings.data());
    }

    private static int onOwnDatabase(Surroundings surroundings, String... args) {
        if (BackupCommands.imports(args)) {
            return onPreparedDatabase(surroundings, args);
        }
        DataDirectory shared = DataDirectory.shared(surroundings.data());
        Optional<Postgres> running =
                Postgres.running(shared.path().resolve("postgres"), shared.secret("postgres.password"));
        if (running.isPresent()) {
            return run(surroundings, shared, Standalone.embedded(running.get()), args);
        }
        return onPreparedDatabase(surroundings, args);
    }

    private static int onPreparedDatabase(Surroundings surroundings, String... args) {
        Preparation preparation = Preparation.begin();
        Postgres own = preparation.postgres().orElseThrow();
        try {
            own.awaitUp();
            return run(surroundings, preparation.data(), Standalone.embedded(own), args);
        } finally {
            own.stop();
        }
    }

    private static int run(
            Surroundings surroundings, DataDirectory data, Map<String, Object> database, String... args) {
        Map<String, Object> settings = new HashMap<>(database);
        settings.putAll(surroundings.masterKeys(data));
        return BackupCommands.understands(args)
                ? BackupCommands.run(settings, args)
                : ProjectionCommands.run(settings, args);
    }
}
