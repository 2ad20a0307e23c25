package dev.usher.query.projection;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.TeamEvent;
import dev.usher.eventstore.StoredFact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The facts of invitations among those of a batch. */
public final class InvitationFacts {

    private InvitationFacts() {}

    public static List<InvitationEvent> in(List<StoredFact> facts) {
        List<InvitationEvent> own = new ArrayList<>();
        for (StoredFact stored : facts) {
            switch (stored.fact()) {
                case InvitationEvent fact -> own.add(fact);
                case TeamEvent _ -> {}
            }
        }
        return own;
    }

    /** Those of the invitations that these facts do not create: there may be rows of them. */
    public static Set<InvitationId> createdBefore(List<InvitationEvent> facts) {
        Set<InvitationId> created = new HashSet<>();
        Set<InvitationId> before = new LinkedHashSet<>();
        for (InvitationEvent fact : facts) {
            if (fact instanceof InvitationCreated) {
                created.add(fact.invitationId());
            } else if (!created.contains(fact.invitationId())) {
                before.add(fact.invitationId());
            }
        }
        return before;
    }
}
