package ticker.lab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.lab.Await.awaitEqual;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.WrapsDriver;
import org.openqa.selenium.logging.LogEntry;

@Tag("browser")
class StartPageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private final Course course = new Course(0, 2, 7, false);

    @AfterEach
    void stop() {
        course.close();
    }

    @Test
    void aClickOpensALessonWhosePricesMove() {
        for (var lesson : course.lessons()) {
            browser.open(course.uri());
            browser.find("a[href='%s']".formatted(lesson.uri())).click();

            browser.awaitText("h1", lesson.title());
            browser.awaitText("#board tbody", "ACME \\d+\\.\\d\\d .*ECHO .*");
        }
    }

    @Test
    void eachLessonCanBeOpenedWithTheMicroscope() {
        for (var lesson : course.lessons()) {
            browser.open(course.uri());
            browser.find("a[aria-label='Open with the microscope: %s']".formatted(lesson.title()))
                    .click();

            browser.awaitText(
                    "#connection",
                    "Connected: this page shows the messages of %s as they pass\\.".formatted(lesson.title()));
            assertEquals(lesson.uri().toString(), browser.find("#lesson").getAttribute("src"));
        }
    }

    @Test
    void aChapterLeadsToThisCourseWhateverItsPorts() {
        var lesson = course.lessons().get(0);
        browser.open(course.uri().resolve("docs/polling.html"));

        awaitEqual(
                "links to this course",
                List.of(
                        lesson.uri().toString(),
                        course.uri().resolve("microscope/?lesson=polling").toString()),
                () -> browser.run("""
                        return [...document.querySelectorAll("a[href^='http://localhost']")].map(({href}) => href)"""));
        browser.awaitText("a[href='%s']".formatted(lesson.uri()), lesson.uri().toString());
    }

    /** As by a captive portal: the links stay as they are, and nothing escapes. */
    @ParameterizedTest
    @ValueSource(strings = {"<html>", "null", "[null]", "[{\"uri\":7}]", "{\"a\"", ""})
    void whateverRespondsInsteadOfTheLessonsAChapterKeepsItsLinks(String response) throws Exception {
        var ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";
        try (var between = new Interceptor(
                        course.uri().getPort(), "/microscope/lessons HTTP", response.isEmpty() ? "" : ok + response)
                .always()) {
            severe(); // what another test has left in the browser's console
            browser.open(between.uri().resolve("docs/polling.html"));
            awaitEqual(
                    "requests for the lessons", true, () -> !between.requests().isEmpty());

            browser.find("#search input").sendKeys("backoff");

            browser.awaitText("#found", "Found in \\d+ places.*");
            assertEquals(
                    List.of(),
                    browser.run(
                            "return [...document.querySelectorAll('a')].filter(({ href }) => /null|undefined/.test(href))"));
            assertEquals(List.of(), severe(), "what escapes is logged in the browser's console");
        }
    }

    /** The browser's own lines about what it could not load are none of the page's. */
    private static List<String> severe() {
        var driver = ((WrapsDriver) browser.find("html")).getWrappedDriver();
        return driver.manage().logs().get("browser").getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("Failed to load resource"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html\r\n\r\n<html>",
                "text/javascript\r\n\r\nwindow.searchIndex = null;",
                "text/javascript\r\n\r\n"
            })
    void withoutItsIndexTheSearchSaysSoAndAsksAgain(String response) throws Exception {
        try (var between = new Interceptor(
                        course.uri().getPort(), "/docs/search.js", "HTTP/1.1 200 OK\r\nContent-Type: " + response)
                .always()) {
            browser.open(between.uri().resolve("docs/polling.html"));
            browser.find("#search input").sendKeys("back");
            browser.awaitText("#found", "The search needs its index, which can’t be loaded now\\.");
            between.passOn();

            browser.find("#search input").sendKeys("off");

            browser.awaitText("#found", "Found in \\d+ places.*");
        }
    }

    @Test
    void axeFindsNothing() {
        browser.open(course.uri());

        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());
    }
}
