package dev.usher.standalone;

import dev.usher.standalone.postgres.Postgres;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Hands out the data source only when the database behind it answers; without it the pool would fail at once. */
record AfterPostgresIsUp(Postgres postgres) implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof DataSource) {
            postgres.awaitUp();
        }
        return bean;
    }
}
