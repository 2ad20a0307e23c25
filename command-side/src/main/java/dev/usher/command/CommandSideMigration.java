package dev.usher.command;

import dev.usher.command.account.Addresses;
import dev.usher.eventstore.PersonDigests;
import dev.usher.eventstore.Safe;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tables of what is decided. */
@Configuration(proxyBeanMethods = false)
class CommandSideMigration {

    /** Migrates at creation, thus before anybody asks. */
    @Bean(initMethod = "migrate")
    Flyway commandSideMigration(DataSource dataSource, PersonDigests digests, Addresses addresses, Safe safe) {
        return Flyway.configure()
                .javaMigrations(new V9__Seal_what_is_personal(digests, addresses, safe))
                .dataSource(dataSource)
                .schemas("command_side")
                .locations("classpath:db/command_side")
                .load();
    }
}
