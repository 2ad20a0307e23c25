package dev.usher.query.audit;

import dev.usher.eventstore.Log;
import dev.usher.eventstore.audit.EventLine;
import dev.usher.eventstore.audit.FactPages;
import dev.usher.eventstore.audit.FactPages.OfTeam;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The whole log as CloudEvents (docs/audit.md, The feed): pages, a download, and events as they come. What is personal in them is sealed, as
 * it is stored. For auditors.
 */
@RestController
@RequestMapping("/v1/events")
final class EventController {

    static final String BATCH = "application/cloudevents-batch+json";
    private static final String POSITION = "Usher-Position";

    /** Positions that one page looks at: a filter that fits nothing must not read the whole log. */
    private static final int WINDOW = 100_000;

    private static final int DOWNLOADED_AT_ONCE = 2_000;

    private final FactPages pages;
    private final Log log;
    private final EventReaders readers;

    EventController(FactPages pages, Log log, EventReaders readers) {
        this.pages = pages;
        this.log = log;
        this.readers = readers;
    }

    /** The link to the next page is there until there is nothing more; after that, ask again after the last position. */
    @GetMapping(produces = {MediaType.APPLICATION_JSON_VALUE, BATCH})
    ResponseEntity<String> page(
            Caller caller, @RequestParam MultiValueMap<String, String> parameters, HttpServletRequest request) {
        caller.require(SiteRole.AUDITOR);
        EventQuestion question = EventQuestion.of(parameters);
        long head = log.settledHead();
        long upTo = Math.min(head, question.after() + WINDOW);
        List<OfTeam> found = pages.selected(question.wanted(), question.after(), upTo, question.limit());
        long seen =
                found.size() < question.limit() ? upTo : found.getLast().fact().position();
        HttpHeaders headers = new HttpHeaders();
        headers.set(POSITION, Long.toString(head));
        if (seen < head) {
            headers.set(HttpHeaders.LINK, "<%s>; rel=\"next\"".formatted(question.next(request.getRequestURI(), seen)));
        }
        return ResponseEntity.ok()
                .headers(headers)
                .body(found.stream()
                        .map(event -> EventLine.of(event.fact()))
                        .collect(Collectors.joining(",", "[", "]")));
    }

    /** All that was there when it began. Whoever is interrupted goes on after the last position that came. */
    @GetMapping(produces = MediaType.APPLICATION_NDJSON_VALUE)
    void download(Caller caller, @RequestParam MultiValueMap<String, String> parameters, HttpServletResponse response)
            throws IOException {
        caller.require(SiteRole.AUDITOR);
        EventQuestion question = EventQuestion.of(parameters);
        long head = log.settledHead();
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        response.setHeader(POSITION, Long.toString(head));
        OutputStream out = response.getOutputStream();
        for (long after = question.after(); after < head; ) {
            long upTo = Math.min(head, after + WINDOW);
            List<OfTeam> found = pages.selected(question.wanted(), after, upTo, DOWNLOADED_AT_ONCE);
            for (OfTeam event : found) {
                out.write(EventLine.of(event.fact()).getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
            out.flush();
            after = found.size() < DOWNLOADED_AT_ONCE
                    ? upTo
                    : found.getLast().fact().position();
        }
    }

    /** For as long as the reader stays. {@code Last-Event-ID} is what browsers send when they come back. */
    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void follow(
            Caller caller,
            @RequestParam MultiValueMap<String, String> parameters,
            @RequestHeader(name = "Last-Event-ID", required = false) String last,
            HttpServletResponse response)
            throws IOException {
        caller.require(SiteRole.AUDITOR);
        EventQuestion question = EventQuestion.of(parameters, last);
        readers.follow(question, response);
    }
}
