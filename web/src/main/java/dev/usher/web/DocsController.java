package dev.usher.web;

import dev.usher.api.Refusal;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A page for people that shows what {@link OpenApiController} answers. It loads nothing from elsewhere. */
@RestController
class DocsController {

    private static final String SWAGGER_UI = "META-INF/resources/webjars/swagger-ui/*/";
    private static final MediaType CSS = MediaType.valueOf("text/css;charset=UTF-8");
    private static final MediaType SCRIPT = MediaType.valueOf("text/javascript;charset=UTF-8");
    private static final MediaType HTML = MediaType.valueOf("text/html;charset=UTF-8");

    /** Swagger UI draws its icons as data. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, Part> PARTS = Map.of(
            "page.css", new Part("docs/page.css", CSS),
            "page.js", new Part("docs/page.js", SCRIPT),
            "icon.svg", new Part("docs/icon.svg", MediaType.valueOf("image/svg+xml")),
            "swagger-ui.css", new Part(SWAGGER_UI + "swagger-ui.css", CSS),
            "swagger-ui-bundle.js", new Part(SWAGGER_UI + "swagger-ui-bundle.js", SCRIPT));

    private final Bundled bundled = new Bundled();

    private record Part(String file, MediaType type) {}

    @GetMapping(path = "/docs", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<byte[]> page() {
        return bundled.head("docs/index.html", HTML)
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .body(bundled.body("docs/index.html"));
    }

    @GetMapping("/docs/{part}")
    ResponseEntity<byte[]> part(@PathVariable String part) {
        Part found = PARTS.get(part);
        if (found == null) {
            throw Refusal.Code.NOT_FOUND.because("the page has no such part");
        }
        return bundled.head(found.file(), found.type()).body(bundled.body(found.file()));
    }
}
