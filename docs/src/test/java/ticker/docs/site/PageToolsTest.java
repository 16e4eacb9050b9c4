package ticker.docs.site;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.docs.site.Await.awaitEqual;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.openqa.selenium.Keys;
import ticker.docs.sources.Lessons;

/** What a page offers beside its text: copying, a menu, where one is. */
@Execution(ExecutionMode.SAME_THREAD)
@Tag("browser")
class PageToolsTest {
    private static final Path SITE = Lessons.root().resolve("docs/target/classes/docs-site");
    private static final int DESK = 1280;
    private static final int PHONE = 390;

    @RegisterExtension
    static final Browser browser = new Browser();

    @BeforeEach
    void openAChapter() {
        browser.prefers("color-scheme", "light");
        browser.width(DESK);
        browser.open(SITE.resolve("polling.html").toUri());
    }

    @Test
    void ofAConsoleTheCommandsAreCopiedWithoutTheirPrompt() {
        assertEquals("curl -si localhost:8081/quotes", copied("[data-lang=http]"));
    }

    @Test
    void ofCodeAllIsCopiedButTheNumbersOfTheCallouts() {
        var code = copied(".conum");

        assertTrue(
                code.startsWith("public static void main(String[] args) {\n"),
                () -> "the code is copied whole: " + code);
        assertFalse(code.contains("(1)"), () -> "no number of a callout: " + code);
        assertEquals(code, code.lines().map(String::stripTrailing).collect(joining("\n")), "no blank ends a line");
    }

    /** Presses the button at the first listing of a kind. */
    private static String copied(String listing) {
        browser.run("navigator.clipboard.writeText = async text => { window.copied = text; }");
        browser.run(
                "document.querySelector(arguments[0]).closest('.content').querySelector('.copy').click()",
                "#content .listingblock " + listing);

        browser.awaitText(".listingblock:has(" + listing + ") .copy", "Copied");
        return (String) browser.run("return window.copied");
    }

    @Test
    void theSectionThatIsReadIsMarked() {
        browser.run("document.getElementById('what-it-costs').scrollIntoView()");

        awaitEqual(
                "the section that is marked",
                "#what-it-costs",
                () -> browser.run("return document.querySelector('#contents [aria-current]')?.hash"));
    }

    @Test
    void aCalloutStandsBesideItsLineAndNotOnTheCode() {
        for (int width : new int[] {DESK, PHONE}) {
            browser.width(width);
            var wrong = browser.run("""
                    return [...document.querySelectorAll("pre .conum")].map((number) => {
                      const badge = number.getBoundingClientRect();
                      const code = number.closest("pre").getBoundingClientRect();
                      const beside = badge.left >= 0 && badge.right <= code.left;
                      const level = badge.top >= code.top && badge.bottom <= code.bottom;
                      return beside && level ? "" : `${number.textContent} ${JSON.stringify([badge, code])}`;
                    }).filter((wrong) => wrong)""");

            assertEquals(List.of(), wrong, "code with a callout that is not beside it at " + width + " px");
        }
    }

    @Test
    void onlyWhatScrollsIsAStopOfTheTabKey() {
        for (int width : new int[] {DESK, PHONE}) {
            browser.width(width);

            awaitEqual(
                    "boxes that scroll and are no stop, or are a stop and do not scroll, at " + width + " px",
                    List.of(),
                    () -> browser.run("""
                            return [...document.querySelectorAll("main :is(pre, .wide, figure.diagram)")]
                              .filter((box) => box.checkVisibility() && (box.tabIndex === 0) !== box.scrollWidth > box.clientWidth)
                              .map((box) => box.textContent.slice(0, 40))"""));
        }
    }

    @Test
    void aLineThatGoesOnHasAShadowAtItsEdge() {
        browser.width(PHONE);

        assertEquals(List.of(), browser.run("""
                        return [...document.querySelectorAll("main pre")]
                          .filter((box) => box.scrollWidth > box.clientWidth)
                          .filter((box) => !getComputedStyle(box).backgroundImage.includes("linear-gradient"))
                          .map((box) => box.textContent.slice(0, 40))"""), "code that goes on and does not show it");
    }

    @Test
    void theMenuOfAPhoneKeepsThePlaceAndTheFocus() {
        browser.width(PHONE);
        browser.run("document.getElementById('the-page').scrollIntoView()");
        var place = browser.run("return scrollY");
        browser.find(".opens").click();

        assertEquals(true, browser.run("return document.activeElement.matches('.closes')"), "the menu has the focus");
        assertEquals(List.of(), browser.accessibilityFaults());
        browser.find(".closes").sendKeys(Keys.ESCAPE);

        assertEquals("none", browser.find("#menu").getCssValue("display"), "Escape closes the menu");
        assertEquals(true, browser.run("return document.activeElement.matches('.opens')"), "the focus is back");
        assertEquals(place, browser.run("return scrollY"), "the place on the page");

        browser.find(".opens").click();
        browser.find(".closes").click();

        assertEquals(place, browser.run("return scrollY"), "the place on the page");
    }

    @Test
    void theSiteWorksInAFolderOfAnyServer() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/some/folder/", exchange -> {
            var path = exchange.getRequestURI().getPath();
            var file = SITE.resolve(path.replace("/some/folder/", ""));
            var type = path.endsWith(".css") ? "text/css" : path.endsWith(".js") ? "text/javascript" : "text/html";
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, Files.size(file));
            Files.copy(file, exchange.getResponseBody());
            exchange.close();
        });
        server.start();
        try {
            browser.open(URI.create("http://localhost:" + server.getAddress().getPort() + "/some/folder/index.html"));
            browser.type("#search input", "setinterval overlap");
            browser.awaitText("#found p", "Found in .*");
            browser.find("#found li:first-child a").click();

            awaitEqual(
                    "the folder of the page",
                    true,
                    () -> ((String) browser.run("return location.pathname"))
                            .matches("/some/folder/(polling|myths)\\.html"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theLinesOfASourceAreNumbered() {
        browser.open(SITE.resolve("source-polling-PollingTest.html").toUri());

        assertEquals(
                "counter(line)",
                browser.run("return getComputedStyle(document.querySelector('.line'), '::before').content"));
        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());
    }
}
