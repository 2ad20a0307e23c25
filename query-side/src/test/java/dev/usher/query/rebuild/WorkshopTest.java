package dev.usher.query.rebuild;

import static dev.usher.query.RunningQuerySide.bean;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.query.RunningQuerySide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningQuerySide.class)
class WorkshopTest {

    @Test
    void whatFailsInItIsToldWithoutTheValuesOfRows() {
        String twice = "create temporary table twice as select 'ada@example.org' as email from generate_series(1, 2)";

        assertThatThrownBy(() -> bean(Workshop.class).ifAlone("nothing", tools -> {
                    tools.place().outside().execute(twice);
                    tools.place().outside().execute("create unique index on twice (email)");
                }))
                .hasMessageContaining("could not create unique index")
                .hasMessageNotContaining("ada@example.org");
    }
}
