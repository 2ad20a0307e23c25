package dev.usher.query.audit;

import dev.usher.api.Refusal;
import dev.usher.eventstore.audit.Checkpoint;
import dev.usher.eventstore.audit.CheckpointKey;
import dev.usher.eventstore.audit.Checkpoints;
import dev.usher.query.view.Chunks;
import dev.usher.query.view.Parameters;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What was in the log, signed (docs/audit.md, Checkpoints). For auditors, who keep them where we cannot reach them. */
@RestController
@RequestMapping("/v1/checkpoints")
final class CheckpointController {

    private static final int PAGE = 1_000;
    private static final int USUAL = 100;

    private final Checkpoints checkpoints;
    private final JsonMapper json;

    CheckpointController(Checkpoints checkpoints, JsonMapper json) {
        this.checkpoints = checkpoints;
        this.json = json;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<List<Checkpoint>> page(Caller caller, @RequestParam MultiValueMap<String, String> given) {
        caller.require(SiteRole.AUDITOR);
        Parameters parameters = new Parameters(given, Set.of("after", "limit"));
        Long after = parameters.read("after", text -> number("after", text, 0, Long.MAX_VALUE));
        Long limit = parameters.read("limit", text -> number("limit", text, 1, PAGE));
        parameters.check();
        int most = limit == null ? USUAL : limit.intValue();
        List<Checkpoint> found = checkpoints.after(after == null ? 0 : after, most);
        HttpHeaders headers = new HttpHeaders();
        if (found.size() == most) {
            headers.set(
                    HttpHeaders.LINK,
                    "</v1/checkpoints?after=%d&limit=%d>; rel=\"next\""
                            .formatted(found.getLast().number(), most));
        }
        return ResponseEntity.ok().headers(headers).body(found);
    }

    /** All of them, one a line: a file as the verifiers read it. */
    @GetMapping(produces = MediaType.APPLICATION_NDJSON_VALUE)
    void download(Caller caller, @RequestParam MultiValueMap<String, String> given, HttpServletResponse response)
            throws IOException {
        caller.require(SiteRole.AUDITOR);
        Parameters.none(given);
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        OutputStream out = response.getOutputStream();
        UnaryOperator<List<Checkpoint>> next =
                page -> checkpoints.after(page.getLast().number(), PAGE);
        for (Checkpoint checkpoint : new Chunks<>(checkpoints.after(0, PAGE), next, one -> one)) {
            out.write(json.writeValueAsBytes(checkpoint));
            out.write('\n');
        }
    }

    /** Those that have ever signed, and what the one before each says of it. */
    @GetMapping(path = "/keys", produces = MediaType.APPLICATION_JSON_VALUE)
    List<CheckpointKey> keys(Caller caller, @RequestParam MultiValueMap<String, String> given) {
        caller.require(SiteRole.AUDITOR);
        Parameters.none(given);
        return checkpoints.keys();
    }

    private static long number(String name, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // As what is out of bounds.
        }
        throw Refusal.Code.INVALID.because(
                "%s must be a number from %d to %d, was '%s'".formatted(name, least, most, text));
    }
}
