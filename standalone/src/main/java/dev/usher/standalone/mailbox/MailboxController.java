package dev.usher.standalone.mailbox;

import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The mailbox over HTTP: for people as pages, for scripts as JSON. It only shows; nothing can be changed here. */
@RestController
final class MailboxController {

    private static final String HTML = "text/html;charset=UTF-8";

    private final Letters letters;
    private final MailboxPages pages = new MailboxPages();

    MailboxController(Letters letters) {
        this.letters = letters;
    }

    @GetMapping(path = "/mailbox/messages", produces = MediaType.APPLICATION_JSON_VALUE)
    List<Letter> messages(@RequestParam Optional<String> to) {
        return letters.list(to.filter(address -> !address.isBlank()).map(String::strip));
    }

    @GetMapping(path = "/mailbox", produces = HTML)
    String list(@RequestParam Optional<String> to) {
        return pages.list(messages(to).reversed(), to.orElse(""));
    }

    @GetMapping(path = "/mailbox/{id}", produces = HTML)
    ResponseEntity<String> letter(@PathVariable String id) {
        return letters.find(id)
                .map(letter -> ResponseEntity.ok(pages.letter(letter)))
                .orElseGet(() -> ResponseEntity.status(HttpStatus.NOT_FOUND).body(pages.missing(id)));
    }
}
