package dev.usher.query.audit;

import dev.usher.api.Refusal;
import dev.usher.query.view.Parameters;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.net.URI;
import java.util.List;
import java.util.Set;
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

/** Has the log verified (docs/audit.md, To verify). For auditors; who did it stays known. */
@RestController
@RequestMapping(path = "/v1/verifications", produces = MediaType.APPLICATION_JSON_VALUE)
final class VerificationController {

    private static final int SHOWN = 100;

    private final Inspector inspector;
    private final Inspections inspections;

    VerificationController(Inspector inspector, Inspections inspections) {
        this.inspector = inspector;
        this.inspections = inspections;
    }

    /** @param publicKeys whose signatures count, in base64, and those that they endorse; all that the log knows when there are none */
    record NewVerification(List<String> publicKeys) {

        Set<String> trusted() {
            return publicKeys == null ? Set.of() : Set.copyOf(publicKeys);
        }
    }

    @PostMapping
    ResponseEntity<Inspection> verify(Caller caller, @RequestBody(required = false) NewVerification wish) {
        caller.require(SiteRole.AUDITOR);
        String id = begin(caller, wish == null ? Set.of() : wish.trusted());
        return ResponseEntity.accepted()
                .location(URI.create("/v1/verifications/" + id))
                .body(inspections.require(Inspections.VERIFICATION, id));
    }

    private String begin(Caller caller, Set<String> trusted) {
        try {
            return inspector.verify(caller.id(), trusted);
        } catch (IllegalArgumentException e) {
            throw Refusal.Code.INVALID.because(e.getMessage());
        }
    }

    /** The newest first. */
    @GetMapping
    List<Inspection> list(Caller caller, @RequestParam MultiValueMap<String, String> parameters) {
        caller.require(SiteRole.AUDITOR);
        Parameters.none(parameters);
        return inspections.newest(Inspections.VERIFICATION, SHOWN);
    }

    @GetMapping("/{id}")
    Inspection get(Caller caller, @PathVariable String id) {
        caller.require(SiteRole.AUDITOR);
        return inspections.require(Inspections.VERIFICATION, id);
    }
}
