package ticker.lab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    void axeFindsNothing() {
        browser.open(course.uri());

        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());
    }
}
