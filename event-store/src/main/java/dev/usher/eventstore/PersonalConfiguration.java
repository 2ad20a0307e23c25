package dev.usher.eventstore;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What keeps personal data readable for as long as nobody wants to be forgotten. */
@Configuration(proxyBeanMethods = false)
class PersonalConfiguration {

    /** Its users depend on the migration; the migration itself seals what was written before there were seals. */
    @Bean
    LastingKeys lastingKeys(KeyTable keyTable, Clock clock) {
        return new LastingKeys(keyTable, clock);
    }

    @Bean
    @DependsOn("eventStoreMigration")
    Sealing sealing(LastingKeys lastingKeys) {
        return new Sealing(lastingKeys.of(LastingKeys.PERSONAL));
    }

    @Bean
    @DependsOn("eventStoreMigration")
    PersonDigests personDigests(LastingKeys lastingKeys) {
        return new PersonDigests(lastingKeys.of(LastingKeys.PERSON));
    }

    @Bean
    @DependsOn("eventStoreMigration")
    Safe safe(LastingKeys lastingKeys, MasterKey masterKey) {
        return new Safe(lastingKeys.of(LastingKeys.SAFE), masterKey);
    }

    @Bean
    InviteeKeys inviteeKeys(JdbcClient jdbcClient, Sealing sealing, PersonDigests personDigests) {
        return new InviteeKeys(jdbcClient, sealing, personDigests);
    }

    @Bean
    FactTable factTable(Sealing sealing, InviteeKeys inviteeKeys) {
        return new FactTable(sealing, inviteeKeys);
    }
}
