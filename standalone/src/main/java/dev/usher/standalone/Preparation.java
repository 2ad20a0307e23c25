package dev.usher.standalone;

import dev.usher.standalone.host.CannotStart;
import dev.usher.standalone.host.DataDirectory;
import dev.usher.standalone.host.Surroundings;
import dev.usher.standalone.postgres.Postgres;
import java.util.Optional;

/**
 * What takes seconds and does not need Spring: the lock on the data directory, and PostgreSQL.
 *
 * @param postgres empty when USHER_DATABASE_URL names another server; comes up while Spring does
 */
record Preparation(Surroundings surroundings, DataDirectory data, Optional<Postgres> postgres) {

    /** Ends the process, with one line that says why, when it cannot begin. */
    static Preparation begin() {
        try {
            return of(Surroundings.of(System.getenv()));
        } catch (CannotStart e) {
            System.err.println("Usher cannot start: " + e.getMessage());
            System.exit(1);
            throw e;
        }
    }

    private static Preparation of(Surroundings surroundings) {
        DataDirectory data = DataDirectory.locked(surroundings.data());
        Optional<Postgres> postgres = surroundings.databaseUrl().isPresent()
                ? Optional.empty()
                : Optional.of(Postgres.starting(data.path().resolve("postgres"), data.secret("postgres.password")));
        return new Preparation(surroundings, data, postgres);
    }
}
