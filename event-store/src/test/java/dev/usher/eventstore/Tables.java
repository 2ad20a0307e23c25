package dev.usher.eventstore;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of the event store in a database, without an application. */
final class Tables {

    private final DataSource database;
    private final LastingKeys keys;

    private Tables(DataSource database, String masterKey) {
        this.database = database;
        MasterKey master = MasterKey.of(new KeySettings(masterKey, null, null, null, null));
        this.keys = new LastingKeys(new KeyTable(JdbcClient.create(database), master), Clock.systemUTC());
    }

    /** Those that are there. */
    static Tables of(DataSource database, String masterKey) {
        return new Tables(database, masterKey);
    }

    static Tables in(DataSource database) {
        Tables tables = of(database, TestDatabase.MASTER_KEY);
        new StorageConfiguration()
                .eventStoreMigration(database, tables.keys, new FactSerializer())
                .migrate();
        return tables;
    }

    FactTable facts() {
        Sealing sealing = new Sealing(keys.of(LastingKeys.PERSONAL));
        PersonDigests digests = new PersonDigests(keys.of(LastingKeys.PERSON));
        return new FactTable(sealing, new InviteeKeys(JdbcClient.create(database), sealing, digests));
    }
}
