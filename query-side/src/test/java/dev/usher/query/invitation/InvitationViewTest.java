package dev.usher.query.invitation;

import dev.usher.query.ProjectionContract;
import dev.usher.query.projection.Projection;
import tools.jackson.databind.json.JsonMapper;

class InvitationViewTest extends ProjectionContract {

    @Override
    protected Projection projection() {
        return new InvitationView(JsonMapper.shared());
    }
}
