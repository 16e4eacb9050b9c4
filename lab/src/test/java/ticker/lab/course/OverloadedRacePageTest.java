package ticker.lab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.openqa.selenium.Keys;

/** The race's page, when more is set than this machine can do. */
@Tag("browser")
@Isolated
class OverloadedRacePageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private final Course course = new Course(0, 1000, 7, false);

    @AfterEach
    void stop() {
        course.close();
    }

    @Test
    void thePageSaysHowManyClientsThisMachineManagesAndCanMoveTheSliderBack() {
        browser.open(course.uri().resolve("race/"));
        browser.awaitText("#connection", "Connected: the race is on\\.");

        browser.find("[name=clients]").sendKeys(Keys.END);
        browser.awaitText("#clients-is", "500 clients");
        browser.awaitText("#manages", "This machine manages about \\d+ extra clients each with these settings\\.");

        browser.find("[name=clients]").sendKeys(Keys.HOME);
        browser.awaitText("#clients-is", "0 clients");
        browser.awaitText("#cards li:first-child .connections", "1");
        assertEquals("", browser.text("#manages"), "nothing is too much now");
    }
}
