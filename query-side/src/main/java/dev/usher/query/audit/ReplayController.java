package dev.usher.query.audit;

import dev.usher.api.Refusal;
import dev.usher.query.audit.Inspection.State;
import dev.usher.query.rebuild.Comparison;
import dev.usher.query.rebuild.Replays;
import dev.usher.query.view.Parameters;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Folds the log again and compares what comes of it with what is read (docs/audit.md, To replay). For auditors; who did it stays known. */
@RestController
@RequestMapping(path = "/v1/replays", produces = MediaType.APPLICATION_JSON_VALUE)
final class ReplayController {

    private static final int SHOWN = 100;

    private final Inspector inspector;
    private final Inspections inspections;
    private final Replays replays;
    private final JsonMapper json;

    ReplayController(Inspector inspector, Inspections inspections, Replays replays, JsonMapper json) {
        this.inspector = inspector;
        this.inspections = inspections;
        this.replays = replays;
        this.json = json;
    }

    /** @param projection whose tables are compared */
    record NewReplay(String projection) {}

    @PostMapping
    ResponseEntity<Inspection> replay(Caller caller, @RequestBody NewReplay wish) {
        caller.require(SiteRole.AUDITOR);
        if (wish.projection() == null || !replays.names().contains(wish.projection())) {
            throw Refusal.Code.INVALID.because(
                    "projection must be one of %s, was '%s'".formatted(replays.names(), wish.projection()));
        }
        String id = inspector.begin(
                Inspections.REPLAY, wish.projection(), caller.id(), replay -> run(replay, wish.projection()));
        return ResponseEntity.accepted()
                .location(URI.create("/v1/replays/" + id))
                .body(inspections.require(Inspections.REPLAY, id));
    }

    private void run(String id, String projection) {
        Optional<Comparison> comparison = replays.replay(projection, inspector.progress(id)::at);
        if (comparison.isEmpty()) {
            String busy = json.writeValueAsString(
                    Map.of("problem", "it is being rebuilt or replayed; ask again when that has ended"));
            inspections.end(id, State.failed, 0, 0, null, busy);
            return;
        }
        Comparison found = comparison.get();
        boolean same = found.differences().isEmpty();
        inspections.end(
                id,
                same ? State.good : State.bad,
                found.facts(),
                found.position(),
                null,
                same ? null : json.writeValueAsString(Map.of("differences", found.differences())));
    }

    /** The newest first. */
    @GetMapping
    List<Inspection> list(Caller caller, @RequestParam MultiValueMap<String, String> parameters) {
        caller.require(SiteRole.AUDITOR);
        Parameters.none(parameters);
        return inspections.newest(Inspections.REPLAY, SHOWN);
    }

    @GetMapping("/{id}")
    Inspection get(Caller caller, @PathVariable String id) {
        caller.require(SiteRole.AUDITOR);
        return inspections.require(Inspections.REPLAY, id);
    }
}
