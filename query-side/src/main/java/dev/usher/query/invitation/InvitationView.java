package dev.usher.query.invitation;

import dev.usher.api.Fact;
import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.listing.Cells;
import dev.usher.query.projection.InvitationFacts;
import dev.usher.query.projection.Projection;
import dev.usher.query.projection.Rows;
import dev.usher.query.projection.Table;
import dev.usher.query.projection.Workspace;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Folds the life of every invitation into one row of {@code query_side.invitation}, and counts them. */
@Component
public final class InvitationView implements Projection {

    /** For {@link dev.usher.query.view.SeesWrites}. */
    public static final String NAME = "invitation-view";

    private final JsonMapper json;

    InvitationView(JsonMapper json) {
        this.json = json;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Table<?, ?>> tables() {
        return List.of(InvitationRow.TABLE, InvitationCounts.TABLE);
    }

    @Override
    public Class<? extends Fact> about() {
        return InvitationEvent.class;
    }

    @Override
    public void fold(List<StoredFact> facts, Workspace workspace) {
        List<InvitationEvent> own = InvitationFacts.in(facts);
        Rows<InvitationId, InvitationRow> rows = workspace.of(InvitationRow.TABLE);
        InvitationCounts counts = new InvitationCounts();
        rows.fetch(InvitationFacts.createdBefore(own));
        for (InvitationEvent fact : own) {
            if (fact instanceof InvitationCreated created) {
                InvitationRow row = row(created);
                counts.add(row);
                rows.put(row.id, row);
            } else {
                rows.change(fact.invitationId(), row -> {
                    String before = row.status();
                    row.on(fact);
                    counts.move(row, before);
                });
            }
        }
        counts.addTo(workspace);
    }

    /**
     * The row of one invitation as it would be if the log ended with these facts of it.
     *
     * @param facts from its creation on, in order
     */
    public Cells<RuntimeException> after(List<InvitationEvent> facts) {
        InvitationRow row = row((InvitationCreated) facts.getFirst());
        facts.subList(1, facts.size()).forEach(row::on);
        return row.cells();
    }

    private InvitationRow row(InvitationCreated fact) {
        return new InvitationRow(fact, fact.metadata() == null ? null : json.writeValueAsString(fact.metadata()));
    }
}
