package ticker.docs.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.docs.site.Await.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import ticker.docs.sources.Lessons;

/** The finished site, as a learner has it: plain files. */
@Execution(ExecutionMode.SAME_THREAD)
@Tag("browser")
class SiteTest {
    private static final Path SITE = Lessons.root().resolve("docs/target/classes/docs-site");

    @RegisterExtension
    static final Browser browser = new Browser();

    @TestFactory
    Stream<DynamicTest> noPageAsksAnythingOutside() throws IOException {
        return Site.pages(SITE)
                .map(page -> DynamicTest.dynamicTest(page.getFileName().toString(), () -> {
                    var html = Jsoup.parse(page.toFile());
                    var loaded = html.select("[src], link, use, image, iframe, object");
                    for (var element : loaded) {
                        var address = element.hasAttr("src") ? element.attr("src") : element.attr("href");
                        assertTrue(Files.exists(SITE.resolve(address)), () -> element + " is a file beside the page");
                    }
                }));
    }

    /** Of the pages with sources, which are all made alike, one stands for the others. */
    @TestFactory
    Stream<DynamicTest> axeFindsNothing() throws IOException {
        return Site.pages(SITE)
                .filter(page -> !page.getFileName().toString().matches("source-(?!polling-PollingTest).*"))
                .flatMap(page -> Stream.of("light, 1280", "dark, 390", "print, 800")
                        .map(way -> DynamicTest.dynamicTest(page.getFileName() + " " + way, () -> {
                            boolean paper = way.startsWith("print");
                            browser.print(paper);
                            browser.prefers("color-scheme", way.startsWith("dark") ? "dark" : "light");
                            browser.width(Integer.parseInt(way.split(", ")[1]));
                            browser.open(page.toUri());

                            var faults = browser.accessibilityFaults().stream()
                                    .filter(fault -> !paper || !fault.startsWith("All touch targets"))
                                    .toList();
                            assertEquals(List.of(), faults);
                        })));
    }

    @BeforeEach
    void onAScreen() {
        browser.print(false);
        browser.prefers("color-scheme", "light");
    }

    @Test
    void theSearchFindsASection() {
        open("index.html");
        browser.type("#search input", "setinterval overlap");

        browser.awaitText("#found", "Found in \\d+ places.*1 · Polling › .*");
        assertEquals(List.of(), browser.accessibilityFaults());
        browser.find("#found a[href*='polling.html']").click();
        browser.awaitText("h1", "1 · Polling");
    }

    @Test
    void aSearchForNothingThatIsThereSaysSo() {
        open("index.html");
        browser.type("#search input", "zebra");

        browser.awaitText("#found", "Nothing found.");
    }

    @Test
    void aMeasuredNumberLeadsToAllThatWasMeasured() {
        browser.width(1280);
        open("choose.html");
        var number = browser.text("dd a.measured");
        browser.run("document.querySelector('dd a.measured').click()");

        awaitTarget("the cell of " + number, "td", text -> !text.isEmpty() && number.contains(text));
    }

    @Test
    void lightAndDarkCanBeSwitched() {
        browser.prefers("color-scheme", "light");
        open("index.html");
        browser.awaitText("#theme", "Dark");
        browser.find("#theme").click();

        browser.awaitText("#theme", "Light");
        assertEquals(
                "dark", browser.run("return getComputedStyle(document.documentElement).colorScheme"), "the colors");
        browser.find("#theme").click();
    }

    @Test
    void onAPhoneTheMenuOpensAndLeadsOn() {
        open("index.html");
        browser.width(390);
        browser.find(".opens").click();
        assertEquals(List.of(), browser.accessibilityFaults());
        browser.find("#menu a[href='polling.html']").click();

        browser.awaitText("h1", "1 · Polling");
    }

    @Test
    void aProofLeadsToTheTest() {
        var name = "oneThousandPollsRideOneConnection";
        browser.width(1280);
        open("polling.html");
        browser.run("document.querySelector('a.proof[href$=\"#%s\"]').click()".formatted(name));

        awaitTarget("the test " + name, "span", text -> text.contains("void " + name));
    }

    @Test
    void aStepShowsItsChangeAndWhatTheTestThenSays() {
        open("polling.html");
        browser.run("document.querySelectorAll('.steps details').forEach(shown => shown.open = true)");

        var step = browser.text(".steps");
        assertTrue(step.contains("+setInterval(poll, 250);"), step);
        assertTrue(step.contains("PageTest a slow server causes no overlapping polls fails, and says: "), step);
    }

    @Test
    void whatChangedFromTheLastLessonUnfoldsAndScrollsInItsOwnBox() {
        browser.prefers("color-scheme", "dark");
        open("long-polling.html");
        browser.width(390);
        browser.run("document.querySelectorAll('details.difference').forEach(shown => shown.open = true)");

        assertTrue(
                (boolean)
                        browser.run(
                                "return [...document.querySelectorAll('.difference pre')].some(box => box.scrollWidth > box.clientWidth)"),
                "a long line is wider than its box");
        assertTrue(
                (boolean) browser.run(
                        "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                "the page is no wider than the phone");
        assertEquals(List.of(), browser.accessibilityFaults());
    }

    @Test
    void aChangedFileLeadsToItsSource() {
        browser.width(1280);
        open("long-polling.html");
        browser.run("document.querySelector('a[href=\"source-longpolling-LongPollingServer.html\"]').click()");

        browser.awaitText("h1", "LongPollingServer.java");
    }

    @Test
    void theLessonsServersAreAlwaysComparedWithOneAnother() {
        open("websocket.html");

        assertTrue(browser.text("main").contains("WebSocketServer, was StreamingServer"), "the pair of servers");
    }

    private static void open(String page) {
        browser.open(SITE.resolve(page).toUri());
    }

    /** Waits for the place that a link leads to. The page before it, which may be there for a moment yet, has none. */
    private static void awaitTarget(String what, String element, Predicate<String> wanted) {
        var script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        await(what, () -> (String) browser.run(script, element + ":target"), wanted);
    }
}
