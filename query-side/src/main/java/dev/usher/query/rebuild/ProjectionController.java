package dev.usher.query.rebuild;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import dev.usher.eventstore.Log;
import dev.usher.query.projection.Projection;
import dev.usher.query.projection.Projections;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** How far the views have come, and how to make one anew (docs/api.md, Projections). For operators. */
@RestController
@RequestMapping(path = "/v1/projections", produces = MediaType.APPLICATION_JSON_VALUE)
final class ProjectionController {

    private static final Pattern NAME = Pattern.compile("[a-z-]{1,64}");

    private final Projections projections;
    private final Rebuilds rebuilds;
    private final Rebuilder rebuilder;
    private final Log log;

    ProjectionController(Projections projections, Rebuilds rebuilds, Rebuilder rebuilder, Log log) {
        this.projections = projections;
        this.rebuilds = rebuilds;
        this.rebuilder = rebuilder;
        this.log = log;
    }

    /**
     * @param position up to which it has taken in the log
     * @param head of the log
     * @param behind by how many positions; some of them may hold no fact
     * @param rebuild the newest one; null when there was none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProjectionResource(String name, long position, long head, long behind, RebuildResource rebuild) {}

    /**
     * @param state waiting, reading, indexing, catching-up, done, cancelled or failed
     * @param requestedBy null when Usher began it by itself
     * @param startedAt null while it waits
     * @param endedAt null before its end
     * @param facts read so far
     * @param position of the newest of them
     * @param head of the log when it began
     * @param factsPerSecond since it began
     * @param secondsLeft of reading; null when it is not reading
     * @param reason why it failed or was stopped; null unless it was, and when somebody cancelled it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RebuildResource(
            String state,
            Instant requestedAt,
            String requestedBy,
            Instant startedAt,
            Instant endedAt,
            long facts,
            long position,
            long head,
            Long factsPerSecond,
            Long secondsLeft,
            String reason) {

        static RebuildResource of(RebuildRow row) {
            return new RebuildResource(
                    row.state().text(),
                    row.requestedAt(),
                    row.requestedBy(),
                    row.startedAt(),
                    row.state().ended() ? row.seenAt() : null,
                    row.facts(),
                    row.position(),
                    row.head(),
                    row.factsPerSecond(),
                    row.secondsLeft(),
                    row.reason());
        }
    }

    @GetMapping
    List<ProjectionResource> list(Caller caller) {
        caller.require(SiteRole.OPERATOR);
        return projections.all().stream()
                .map(projection -> resource(projection.name()))
                .toList();
    }

    @GetMapping("/{name}")
    ProjectionResource show(Caller caller, @PathVariable("name") String name) {
        caller.require(SiteRole.OPERATOR);
        return resource(known(name));
    }

    /** While one waits or is under way, that is the answer. */
    @PostMapping("/{name}/rebuild")
    ResponseEntity<ProjectionResource> rebuild(Caller caller, @PathVariable("name") String name) {
        caller.require(SiteRole.OPERATOR);
        rebuilds.request(known(name), caller.id().value());
        rebuilder.wake();
        return ResponseEntity.accepted()
                .location(URI.create("/v1/projections/" + name))
                .body(resource(name));
    }

    /** What was there before goes on being read. */
    @DeleteMapping("/{name}/rebuild")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cancel(Caller caller, @PathVariable("name") String name) {
        caller.require(SiteRole.OPERATOR);
        rebuilds.cancel(known(name));
    }

    /** As ids: what cannot be one is malformed, and what is none is not found. */
    private String known(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.Code.INVALID.because("a projection's name must be 1 to 64 small letters or '-', was %s"
                    .formatted(PlainText.quoted(name)));
        }
        return projections
                .named(name)
                .map(Projection::name)
                .orElseThrow(() -> Refusal.Code.NOT_FOUND.because("there is no projection %s, but %s"
                        .formatted(
                                PlainText.quoted(name),
                                projections.all().stream().map(Projection::name).toList())));
    }

    private ProjectionResource resource(String name) {
        // Asked in this order, so that it is never ahead of the log.
        long position = log.positionOf(name);
        long head = log.head();
        return new ProjectionResource(
                name,
                position,
                head,
                Math.max(0, head - position),
                rebuilds.find(name).map(RebuildResource::of).orElse(null));
    }
}
