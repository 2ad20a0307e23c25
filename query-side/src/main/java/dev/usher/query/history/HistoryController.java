package dev.usher.query.history;

import dev.usher.api.Fact;
import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.eventstore.FactHistory;
import dev.usher.eventstore.RecordedFact;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.team.MembershipView;
import dev.usher.query.view.Parameters;
import dev.usher.query.view.SeesWrites;
import dev.usher.web.Caller;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Everything that happened to an invitation, read from the log itself: only who may look comes from a view. */
@RestController
@SeesWrites(MembershipView.NAME)
final class HistoryController {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final FactHistory history;
    private final Past past;
    private final JsonMapper json;

    HistoryController(FactHistory history, Past past, JsonMapper json) {
        this.history = history;
        this.past = past;
        this.json = json;
    }

    @GetMapping(
            path = "/v1/organizations/{organizationId}/invitations/{invitationId}/events",
            produces = MediaType.APPLICATION_JSON_VALUE)
    List<HistoryEntry> events(
            Caller caller,
            @PathVariable("organizationId") String organizationId,
            @PathVariable("invitationId") String invitationId,
            @RequestParam MultiValueMap<String, String> query) {
        TeamId team = new TeamId(organizationId);
        InvitationId id = new InvitationId(invitationId);
        List<RecordedFact> facts = past.isOpenTo(caller, team) ? history.of(id.value()) : List.of();
        if (facts.isEmpty() || !isInvitationOf(team, facts.getFirst().fact())) {
            throw Refusal.Code.NOT_FOUND.because("there is no invitation %s that you may look at".formatted(id));
        }
        Parameters.none(query);
        return facts.stream().map(this::entry).toList();
    }

    /** Ids of teams are found in the log, too. */
    private static boolean isInvitationOf(TeamId team, Fact fact) {
        return fact instanceof InvitationEvent && fact.teamId().equals(team);
    }

    private HistoryEntry entry(RecordedFact recorded) {
        Fact fact = recorded.fact();
        Map<String, ?> metadata = recorded.metadata();
        return new HistoryEntry(
                recorded.position(),
                recorded.recordedAt(),
                fact.at(),
                recorded.name(),
                Who.of(metadata),
                (String) metadata.get(StoredFact.CORRELATION_ID),
                (String) metadata.get(StoredFact.CLIENT),
                Sentences.of((InvitationEvent) fact),
                json.readValue(history.json(fact), OBJECT));
    }
}
