package dev.usher.benchmarks.history;

import dev.usher.eventstore.TestDatabase;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What a database needs before and after so much was written to it at once. Without a limit of time. */
final class Upkeep {

    private static final String TABLES =
            "select to_regclass('event_store.token_entry') is not null and to_regclass('command_side.open_invitation') is not null";

    private static final String CONSUMERS = "select exists (select from event_store.token_entry)";

    private static final String SKIP = """
            update event_store.token_entry
               set token = jsonb_set(token::jsonb, '{globalIndex}',
                                     to_jsonb((select max(global_index) from event_store.fact)))::text
             where ? or processor_name not like '%-view'""";

    private final JdbcTemplate sql;

    Upkeep(TestDatabase database) {
        this.sql = new JdbcTemplate(new DriverManagerDataSource(database.url(), database.user(), database.password()));
    }

    /** And consumers: those that nobody knows yet would begin with the first fact, and write to everybody. */
    void requireTables() {
        if (!is(TABLES) || !is(CONSUMERS)) {
            throw new IllegalStateException(
                    "there are no tables of Usher (event_store, command_side), or no consumers in them: start Usher on this database once, and stop it");
        }
    }

    private boolean is(String question) {
        return Boolean.TRUE.equals(sql.queryForObject(question, Boolean.class));
    }

    /** @param viewsSkip whether the views start behind all facts, as automations do */
    void settle(boolean viewsSkip) {
        sql.update(SKIP, viewsSkip);
        sql.execute("vacuum analyze");
        sql.execute("checkpoint");
    }
}
