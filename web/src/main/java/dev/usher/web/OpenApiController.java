package dev.usher.web;

import java.util.Comparator;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * The whole REST interface, of both sides, as OpenAPI 3.1. The document is a file that the module openapi makes from the
 * code and compares with it (ADR 0018): every process answers the same.
 */
@RestController
class OpenApiController {

    private static final String YAML = "application/yaml";
    private static final MediaType YAML_TYPE = MediaType.valueOf(YAML);

    private final Bundled bundled = new Bundled();

    @GetMapping(
            path = "/openapi",
            produces = {MediaType.APPLICATION_JSON_VALUE, YAML})
    ResponseEntity<byte[]> document(
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = MediaType.ALL_VALUE) List<MediaType> accepted) {
        return prefersYaml(accepted) ? yaml() : answer("openapi.json", MediaType.APPLICATION_JSON);
    }

    @GetMapping(path = "/openapi.yaml", produces = YAML)
    ResponseEntity<byte[]> yaml() {
        return answer("openapi.yaml", YAML_TYPE);
    }

    /** A wildcard, such as that of browsers, gets JSON. */
    private static boolean prefersYaml(List<MediaType> accepted) {
        return accepted.stream()
                .sorted(Comparator.comparing(MediaType::getQualityValue)
                        .reversed()
                        .thenComparing(MediaType::isWildcardSubtype))
                .filter(type -> type.includes(MediaType.APPLICATION_JSON) || type.includes(YAML_TYPE))
                .findFirst()
                .filter(type -> !type.includes(MediaType.APPLICATION_JSON))
                .isPresent();
    }

    private ResponseEntity<byte[]> answer(String file, MediaType type) {
        return bundled.head(file, type).varyBy(HttpHeaders.ACCEPT).body(bundled.body(file));
    }
}
