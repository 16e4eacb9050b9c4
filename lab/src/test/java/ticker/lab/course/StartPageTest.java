package ticker.lab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.lab.Await.awaitEqual;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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

            browser.awaitText("#connection", "Connected: what passes the wire of %s is .*".formatted(lesson.title()));
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

    @Test
    void axeFindsNothing() {
        browser.open(course.uri());

        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());
    }
}
