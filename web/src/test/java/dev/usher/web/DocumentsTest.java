package dev.usher.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.web.Http.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** How the document and its page are served; what is in them is tested where they are made. */
@DoorTest
class DocumentsTest {

    @LocalServerPort
    int port;

    @Autowired
    AccessTokens tokens;

    private Http nobody;

    @BeforeEach
    void setUp() {
        nobody = new Http(port);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*                                                             | json
            application/json                                                | json
            application/yaml                                                | yaml
            application/yaml, */*                                           | yaml
            application/json;q=0.5, application/yaml                        | yaml
            application/yaml;q=0.5, application/json                        | json
            application/*                                                   | json
            text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | json
            """)
    void it_is_json_unless_somebody_prefers_yaml(String accepted, String kind) throws Exception {
        assertIs(kind, nobody.with("Accept", accepted).get("/openapi"));
    }

    @Test
    void it_is_json_to_who_says_nothing_and_yaml_where_the_path_says_so() throws Exception {
        assertIs("json", nobody.get("/openapi"));
        assertIs("yaml", nobody.get("/openapi.yaml"));
    }

    private static void assertIs(String kind, Answer answer) throws Exception {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/" + kind);
        assertThat(answer.header("Vary")).contains("Accept");
        assertThat(answer.body())
                .isEqualTo(new ClassPathResource("openapi." + kind).getContentAsString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi", "/openapi.yaml", "/docs", "/docs/page.js", "/docs/swagger-ui-bundle.js"})
    void who_has_it_is_told_so(String path) {
        Answer first = nobody.get(path);
        String tag = first.header("ETag");

        Answer again = nobody.with("If-None-Match", tag).get(path);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Cache-Control")).isEqualTo("max-age=300, public");
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(tag);
        assertThat(nobody.with("If-None-Match", "\"other\"").get(path).status()).isEqualTo(200);
    }

    @Test
    void json_and_yaml_have_tags_of_their_own() {
        assertThat(nobody.with("Accept", "application/yaml").get("/openapi").header("ETag"))
                .isEqualTo(nobody.get("/openapi.yaml").header("ETag"))
                .isNotEqualTo(nobody.get("/openapi").header("ETag"));
    }

    @Test
    void the_page_may_load_nothing_from_elsewhere() {
        Answer page = nobody.with("Accept", "text/html").get("/docs");

        assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; ")
                .doesNotContain("unsafe", "http", "*");
        assertThat(page.body()).doesNotContain("http://", "https://", "style=", "onclick");
    }

    @ParameterizedTest
    @CsvSource({
        "page.css, text/css;charset=UTF-8",
        "page.js, text/javascript;charset=UTF-8",
        "icon.svg, image/svg+xml",
        "swagger-ui.css, text/css;charset=UTF-8",
        "swagger-ui-bundle.js, text/javascript;charset=UTF-8"
    })
    void its_parts_say_what_they_are(String part, String type) {
        assertThat(nobody.get("/docs/" + part).header("Content-Type")).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.html", "swagger-initializer.js", "openapi.json", "application.yml", "..", "%2e%2e"})
    void nothing_else_of_the_class_path_is_a_part(String name) {
        assertThat(nobody.get("/docs/" + name).status()).isBetween(400, 404);
    }

    @Test
    void nor_is_anything_served_that_libraries_bring_along() throws Exception {
        String file = new PathMatchingResourcePatternResolver()
                .getResources("classpath*:META-INF/resources/webjars/swagger-ui/*/index.html")[0]
                .getURL()
                .getPath();
        String path = file.substring(file.lastIndexOf("/webjars/"));

        assertThat(nobody.as(tokens.issue(DoorTest.ALICE)).get(path).status())
                .as(path)
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"/openapi, image/png", "/openapi.yaml, application/json", "/docs, application/json"})
    void who_accepts_something_else_is_refused(String path, String accepted) {
        assertThat(nobody.with("Accept", accepted).get(path).status()).isEqualTo(406);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi", "/openapi.yaml", "/docs", "/docs/page.js"})
    void only_reading_is_for_everybody(String path) {
        assertThat(nobody.send("HEAD", path, BodyPublishers.noBody()).status()).isEqualTo(200);
        for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
            assertThat(nobody.send(method, path, BodyPublishers.noBody()).status())
                    .as(method)
                    .isEqualTo(401);
        }
    }
}
