package dev.usher.query.statistics;

import dev.usher.query.ProjectionContract;
import dev.usher.query.projection.Projection;

class StatisticsViewTest extends ProjectionContract {

    @Override
    protected Projection projection() {
        return new StatisticsView();
    }
}
