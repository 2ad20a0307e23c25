package dev.usher.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.query.Document;
import dev.usher.query.Document.Fence;
import dev.usher.query.ViewDatabase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What {@code docs/projections.md} prints is what the files have that it names, and what it says to run can be run. */
class DocumentedProjectionTest {

    private static final Document DOCUMENT = Document.of("docs/projections.md");

    static Stream<Fence> excerpts() {
        return Stream.concat(DOCUMENT.fences("java").stream(), DOCUMENT.fences("sql").stream())
                .filter(fence -> fence.about().contains("/"));
    }

    @ParameterizedTest
    @MethodSource("excerpts")
    void anExcerptIsInItsFile(Fence excerpt) {
        assertThat(Document.of(excerpt.about()).text()).contains(excerpt.text());
    }

    @Test
    void allFilesOfTheExampleAreShown() {
        assertThat(excerpts().map(fence -> fence.about().replaceAll(".*/", "")))
                .contains("DomainView.java", "V7__address_domains.sql", "DomainViewTest.java", "DomainFold.java");
    }

    /** All of the class but its package, its imports and its first lines. */
    @Test
    void nothingOfTheClassIsLeftOut() {
        String shown = String.join(
                "\n",
                DOCUMENT.fences("java").stream()
                        .filter(fence -> fence.about().endsWith("/DomainView.java"))
                        .map(Fence::text)
                        .toList());
        String file = Document.of(excerpts()
                        .map(Fence::about)
                        .filter(name -> name.endsWith("/DomainView.java"))
                        .findFirst()
                        .orElseThrow())
                .text();

        assertThat(file).endsWith(shown);
    }

    @Test
    void theMigrationThatChangesItCanBeRun() {
        JdbcTemplate jdbc = new JdbcTemplate(ViewDatabase.dataSource());
        List<String> statements = DOCUMENT.statements("migration");
        assertThat(statements).hasSize(3);
        jdbc.execute("begin");
        try {
            statements.forEach(jdbc::execute);

            assertThat(jdbc.queryForList("select deleted from usher_statistics.address_domain"))
                    .isNotNull();
        } finally {
            jdbc.execute("rollback");
        }
    }
}
