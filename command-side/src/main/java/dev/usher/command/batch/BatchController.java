package dev.usher.command.batch;

import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.TeamId;
import dev.usher.command.invitation.CreateInvitations;
import dev.usher.web.Caller;
import dev.usher.web.OpenToApiKeys;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes a batch whole, then answers row by row as they are committed: whoever reads sees how far it is. A connection that
 * breaks off leaves what was answered, and maybe some rows more; the same request with the same {@code Idempotency-Key}
 * goes on from there.
 */
@RestController
class BatchController {

    static final String PATH = "/v1/organizations/{organizationId}/invitations/batch";
    static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";

    private final Batch batch;
    private final JsonMapper json;

    BatchController(Batch batch, JsonMapper json) {
        this.batch = batch;
        this.json = json;
    }

    @OpenToApiKeys
    @PostMapping(
            path = PATH,
            consumes = {MediaType.APPLICATION_JSON_VALUE, NDJSON, CSV},
            produces = NDJSON)
    void invite(
            Caller caller,
            @PathVariable TeamId organizationId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Rows rows = rows(request);
        response.setHeader("Total-Rows", Integer.toString(rows.count()));
        response.setContentType(NDJSON);
        Results results = new Results(response.getOutputStream(), json);
        List<Row> chunk = new ArrayList<>();
        Map<Invitee, InvitationId> created = new HashMap<>();
        rows.forEach(row -> {
            chunk.add(row);
            if (chunk.size() == CreateInvitations.MOST) {
                results.write(batch.invite(organizationId, caller.id(), chunk, created));
                chunk.clear();
            }
        });
        if (!chunk.isEmpty()) {
            results.write(batch.invite(organizationId, caller.id(), chunk, created));
        }
        results.end();
    }

    private Rows rows(HttpServletRequest request) throws IOException {
        String body = Rows.text(request.getInputStream().readAllBytes());
        MediaType type = MediaType.parseMediaType(request.getContentType());
        return switch (type.getType() + "/" + type.getSubtype()) {
            case CSV -> new CsvRows(body);
            case NDJSON -> new NdjsonRows(body, json);
            default -> new JsonRows(body, json);
        };
    }
}
