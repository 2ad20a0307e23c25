package dev.usher.query.team;

import dev.usher.query.ProjectionContract;
import dev.usher.query.projection.Projection;

class MembershipViewTest extends ProjectionContract {

    @Override
    protected Projection projection() {
        return new MembershipView();
    }
}
