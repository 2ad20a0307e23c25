package dev.usher.query.projection;

import dev.usher.eventstore.FactConsumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A projection as it follows the log, without one: facts come from the test. */
public final class Followed {

    private Followed() {}

    public static FactConsumer by(Projection projection, DataSource dataSource) {
        Positions positions = new Positions(JdbcClient.create(dataSource));
        positions.begin(projection.name(), true);
        return new Following(projection, positions, new JdbcTemplate(dataSource));
    }
}
