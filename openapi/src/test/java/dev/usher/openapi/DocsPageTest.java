package dev.usher.openapi;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of /docs as people see it, in a real browser. */
@ExtendWith(TwoSides.class)
class DocsPageTest {

    private static final String USHER = "http://127.0.0.1:" + TwoSides.port();
    private static final List<String> CHAPTERS =
            Words.read().allChapters().stream().map(Words.Chapter::name).toList();

    private static Chromium chromium;

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 390})
    void it_fits_and_shows_every_chapter(int width) {
        try (BrowserContext person = person(width)) {
            Page page = open(person);

            assertThat(page.locator("header nav a"))
                    .hasText(CHAPTERS.stream()
                            .map(name -> name.substring(name.indexOf(": ") + 2))
                            .toArray(String[]::new));
            assertThat(page.locator(".opblock-tag > a")).hasText(CHAPTERS.toArray(String[]::new));
            assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(width);
            page.locator(".opblock-summary").first().click();
            page.locator(".opblock-body .response").first().waitFor();
            assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(width);
        }
    }

    private BrowserContext person(int width) {
        BrowserContext person =
                chromium.browser().newContext(new Browser.NewContextOptions().setViewportSize(width, 900));
        person.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
        person.onWebError(error -> complaints.add(error.error()));
        person.onRequest(request -> requests.add(request.url()));
        return person;
    }

    private Page open(BrowserContext person) {
        Page page = person.newPage();
        page.navigate(USHER + "/docs");
        page.locator(".opblock").first().waitFor();
        return page;
    }

    @AfterEach
    void nothing_is_wrong_and_nothing_came_from_elsewhere() {
        assertThat(complaints).isEmpty();
        assertThat(requests).isNotEmpty().allMatch(url -> url.startsWith(USHER + "/") || url.startsWith("data:"));
    }
}
