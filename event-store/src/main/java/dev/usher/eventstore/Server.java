package dev.usher.eventstore;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a PostgreSQL server, as this application's connections see it, says about itself.
 *
 * @param version such as 180006
 * @param transactionTimeout 0 for none, also where PostgreSQL does not know it (before 17)
 * @param placing whether facts get their positions from the trigger
 * @param transactionFirst whether that trigger takes the transaction id before the position
 * @param guarded whether facts are protected from changes, always
 * @param countsByOne whether positions are taken one by one, in order
 */
record Server(
        int version,
        boolean inRecovery,
        String fsync,
        String synchronousCommit,
        String fullPageWrites,
        String isolation,
        String transactionTimeout,
        boolean placing,
        boolean transactionFirst,
        boolean guarded,
        boolean countsByOne) {

    private static final String LOOK = """
            select current_setting('server_version_num')::int as version,
                   pg_is_in_recovery() as in_recovery,
                   current_setting('fsync') as fsync,
                   current_setting('synchronous_commit') as synchronous_commit,
                   current_setting('full_page_writes') as full_page_writes,
                   current_setting('transaction_isolation') as isolation,
                   coalesce(current_setting('transaction_timeout', true), '0') as transaction_timeout,
                   exists (select from pg_trigger where tgrelid = 'event_store.fact'::regclass
                           and tgname = 'place_fact' and tgenabled in ('O', 'A')) as placing,
                   coalesce((select strpos(prosrc, 'pg_current_xact_id()') between 1 and strpos(prosrc, 'nextval(')
                             from pg_proc where oid = to_regprocedure('event_store.place_fact()')), false)
                       as transaction_first,
                   exists (select from pg_trigger where tgrelid = 'event_store.fact'::regclass
                           and tgname = 'refuse_change' and tgenabled = 'A') as guarded,
                   exists (select from pg_sequence where seqrelid = 'event_store.fact_position'::regclass
                           and seqincrement = 1 and seqcache = 1 and not seqcycle) as counts_by_one""";

    static Server look(JdbcClient jdbc) {
        return jdbc.sql(LOOK).query(Server.class).single();
    }
}
