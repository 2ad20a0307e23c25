package dev.usher.query.domain;

import dev.usher.query.ProjectionContract;
import dev.usher.query.projection.Projection;

class DomainViewTest extends ProjectionContract {

    @Override
    protected Projection projection() {
        return new DomainView();
    }
}
