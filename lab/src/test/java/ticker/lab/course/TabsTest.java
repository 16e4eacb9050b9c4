package ticker.lab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitEqual;
import static ticker.lab.Await.stays;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.WrapsDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import ticker.lab.relay.Lesson;

/** Many tabs of the lab in one browser, which opens six connections to a server and no more. */
@Tag("browser")
class TabsTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private final Course course = new Course(0, 20, 7, false);
    private final List<String> tabs = new ArrayList<>();
    private ChromeDriver driver;

    @BeforeEach
    void firstTab() {
        driver = (ChromeDriver) ((WrapsDriver) browser.find("html")).getWrappedDriver();
        tabs.add(driver.getWindowHandle());
    }

    @AfterEach
    void stop() {
        while (tabs.size() > 1) {
            close();
        }
        browser.open(URI.create("about:blank"));
        course.close();
    }

    @Test
    void fiveMicroscopesAndTheRaceShareOneStreamAndLeaveRoomForAllElse() {
        for (var lesson : course.lessons()) {
            openTab("microscope/?lesson=" + lesson.name());
        }
        openTab("race/");
        openTab("race/");

        openTab("docs/index.html");
        browser.awaitText("h1", "Start");
        openTab("");
        browser.awaitText("h1", "Tick by Tick");

        awaitEqual("streams for seven tabs", 1, () -> course.streams().count());
        for (int i = 1; i <= 5; i++) {
            look(i);
            var lesson = course.lessons().get(i - 1).name();
            await(
                    lesson + "'s own messages to be drawn",
                    () -> browser.run("return document.querySelectorAll('#diagram .message').length"),
                    drawn -> (long) drawn > 3);
            driver.switchTo().frame("lesson"); // the lesson's page, from another port
            browser.awaitText("#board tbody", "ACME \\d+\\.\\d\\d .*");
        }
        for (int race = 6; race <= 7; race++) {
            look(race);
            browser.awaitText("#minute tbody", ".*5 · Handshake \\d.*");
        }
    }

    @Test
    void aTabThatIsClosedEndsItsFeedAndNoOther() {
        openTab("microscope/?lesson=polling");
        openTab("race/");
        awaitEqual("lessons that race", 4L, this::racing);

        close();

        awaitEqual("lessons that race", 0L, this::racing);
        look(1);
        browser.awaitText("#connection", "Connected: .*");
        long drawn = newest();
        await("the microscope to go on", this::newest, newest -> newest > drawn);
        close();
        awaitEqual("open streams", 0, () -> course.streams().count());
    }

    /** Lesson 1 has its page open, too, and does not count here. */
    private long racing() {
        return course.lessons().stream()
                .skip(1)
                .filter(lesson -> open(lesson) > 0)
                .count();
    }

    private long open(Lesson lesson) {
        return course.transcript().counts(lesson.name()).open();
    }

    private long newest() {
        return (long) browser.run("""
                const last = [...document.querySelectorAll("#diagram .message")].at(-1);
                return Number(last?.id.replace("message-", "") ?? 0);
                """);
    }

    @Test
    void aSecondTabOfALessonHasWhatHasPassedBeforeItAndTheFirstHasNothingTwice() {
        openTab("microscope/?lesson=long-polling");
        await("messages", this::newest, newest -> newest > 10);

        openTab("microscope/?lesson=long-polling");

        awaitEqual(
                "the first message in the second tab",
                1L,
                () -> numbers().stream().findFirst().orElse(0L));
        look(1);
        var numbers = numbers();
        assertEquals(numbers.stream().distinct().sorted().toList(), numbers);
    }

    @SuppressWarnings("unchecked")
    private static List<Long> numbers() {
        return (List<Long>) browser.run("""
                return [...document.querySelectorAll("#diagram .message")].map(({ id }) => Number(id.replace("message-", "")))""");
    }

    @Test
    void withoutASharedWorkerATabSaysSoAndLetsItsStreamGoWhileItIsHidden() {
        driver.executeCdpCommand(
                "Page.addScriptToEvaluateOnNewDocument", Map.of("source", "delete window.SharedWorker"));

        browser.open(course.uri().resolve("microscope/?lesson=streaming"));

        browser.awaitText("#alone", "In this browser, tabs can’t share one connection\\. .*");
        browser.awaitText("#connection", "Connected: .*");
        browser.hiddenWhile(() -> {
            awaitEqual(
                    "open streams while the tab is hidden",
                    0,
                    () -> course.streams().count());
            browser.run("dispatchEvent(new Event('online'))");
            stays("open streams", Duration.ofMillis(300), () -> course.streams().count(), count -> count == 0);
        });
        awaitEqual("open streams", 1, () -> course.streams().count());
        var before = newest();
        await("new messages", this::newest, newest -> newest > before);
        var numbers = numbers();
        assertEquals(numbers.stream().distinct().sorted().toList(), numbers, "it went on where it was");
    }

    /** Opens a page in a tab of its own. */
    private void openTab(String page) {
        driver.switchTo().newWindow(WindowType.TAB);
        tabs.add(driver.getWindowHandle());
        browser.open(course.uri().resolve(page));
        if (page.startsWith("microscope") || page.startsWith("race")) {
            browser.awaitText("#connection", "Connected: .*");
        }
    }

    private void look(int tab) {
        driver.switchTo().window(tabs.get(tab));
    }

    /** Closes the tab that was opened last. */
    private void close() {
        driver.switchTo().window(tabs.remove(tabs.size() - 1)).close();
        driver.switchTo().window(tabs.get(tabs.size() - 1));
    }
}
