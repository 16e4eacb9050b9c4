package ticker.lab.course;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.awaitEqual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lab's pages for people who translate them, choose their own colors and sizes, or can't hit what is small. */
@Tag("browser")
class LabPagesTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    /** Links within a sentence are as high as its lines (WCAG 2.2, 2.5.8); the lesson's page has tests of its own. */
    private static final String SMALL_TARGETS = """
            const sentences = "p:not(.links) a, li:not(#lessons *) > a:not(:only-child):not(.lens)";
            return [...document.querySelectorAll("a, button, input, select, summary, .codes [data-byte]")]
              .filter((target) => target.checkVisibility() && !target.matches(sentences))
              .map((target) => [target.outerHTML.slice(0, 90), target.getBoundingClientRect()])
              .filter(([, { width, height }]) => Math.min(width, height) < 23.99)
              .map(([html, { width, height }]) => `${html}: ${width} x ${height}`);
            """;

    @TempDir
    Path folder;

    private final Course course = new Course(0, 2, 7, false);

    @BeforeEach
    void wide() {
        browser.width(1280);
    }

    @AfterEach
    void stop() {
        browser.forceColors(false);
        browser.fontSize(16);
        course.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"microscope/", "race/"})
    void withoutScriptsThePageSaysWhatItNeeds(String page) throws Exception {
        try (var wire = new Wire(course.uri())) {
            wire.send("GET /" + page + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            var html = wire.receiveAll();

            assertTrue(html.matches("(?s).*<noscript><p>[^<]+: please allow it JavaScript\\.</p></noscript>.*"), html);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "race/", "microscope/"})
    void whatIsPressedIsAtLeast24PixelsHighAndWide(String page) throws Exception {
        open(page);

        for (int width : List.of(320, 1280)) {
            browser.width(width);
            assertEquals(List.of(), browser.run(SMALL_TARGETS), page + " at " + width + " px");
        }
    }

    @Test
    void theByteThatIsPressedInTheTableIsAtLeast24PixelsHighAndWide() throws Exception {
        open("microscope/");
        replay(message(1, 0, 1, "up", "request", "GET /"));

        browser.find("[name=view] option:nth-child(2)").click();
        click("#table tbody button");

        browser.awaitText("#chosen", "1: GET /");
        assertEquals(List.of(), browser.run(SMALL_TARGETS));
    }

    /** A translated option without a value would be sent as its translation. */
    @ParameterizedTest
    @ValueSource(strings = {"race/", "microscope/"})
    void everyOptionHasAValueThatNoTranslationChanges(String page) throws Exception {
        open(page);

        assertEquals(
                List.of(),
                browser.run(
                        "return [...document.querySelectorAll('option:not([value])')].map((option) => option.text)"));
    }

    @Test
    void namesAndBytesAreNotTranslated() throws Exception {
        open("race/");
        assertEquals(true, browser.run("""
                return [...document.querySelectorAll("[name=symbol] option, .price")].every(({ translate }) => !translate)"""));

        open("microscope/");
        replay(message(1, 0, 1, "up", "request", "GET /"));
        assertEquals(true, browser.run("""
                return [..."#diagram .label, #table tbody, #fields, #hex, #byte, #chosen, #held".split(", ")]
                  .every((css) => document.querySelector(css).closest("[translate=no]"))"""));
    }

    @Test
    void withColorsOfTheirOwnPeopleStillSeeWhatIsChosenAndWhatIsHeld() throws Exception {
        browser.forceColors(true);
        open("microscope/");
        replay(message(1, 0, 1, "up", "request", "GET /"));
        click("#diagram .hit");
        browser.run("document.querySelector('#fields button').focus()");

        assertNotEquals("none", style("#diagram [aria-selected=true] .hit", "stroke"), "the chosen message");
        assertNotEquals(style("#diagram [aria-selected=true] .hit", "stroke"), style("#roll", "backgroundColor"));
        assertNotEquals(style("rect.bar.waiting", "stroke"), style("#roll", "backgroundColor"), "the held request");
        assertNotEquals(style("#hex .codes .lit", "backgroundColor"), style("#bytes", "backgroundColor"));
        assertNotEquals(style("#split .payload", "backgroundColor"), style("#split .overhead", "backgroundColor"));
        browser.find("[name=view] option:nth-child(2)").click();
        click("#table tbody button");
        assertNotEquals(
                style("#table tr[aria-current]", "backgroundColor"), style("#roll", "backgroundColor"), "the row");

        open("race/");
        browser.awaitText("#minute tbody", ".*5 · Handshake \\d.*");
        assertNotEquals(style("figure polyline", "stroke"), style("figure svg", "backgroundColor"), "the charts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "race/", "microscope/", "docs/index.html"})
    void theSizeOfTextThatAPersonHasSetCounts(String page) throws Exception {
        open(page);
        double before = Double.parseDouble(style("body", "fontSize").replace("px", ""));

        browser.fontSize(40);
        open(page);
        double larger = Double.parseDouble(style("body", "fontSize").replace("px", ""));

        assertTrue(larger > 2 * before, String.format(ROOT, "250 %% made of %.1f px only %.1f px", before, larger));
    }

    @Test
    void aPageThatIsWrittenFromRightToLeftDoesNotMirrorTheDrawings() throws Exception {
        open("microscope/");
        replay(message(1, 0, 1, "up", "request", "GET /"));
        browser.run("document.documentElement.dir = 'rtl'");
        click("#diagram .hit");

        assertEquals(List.of(), wrong("#diagram .label", "#diagram .shaft", "within"));
        assertEquals(List.of(), wrong("#lanes .browser", "#lanes .server", "before"));
        assertEquals(List.of(), wrong("#diagram .clock", "#diagram .label", "before"));
        assertEquals(List.of(), wrong("#hex .offset", "#hex .codes", "before"));
        assertEquals(List.of(), wrong("#hex [data-byte='0']", "#hex [data-byte='1']", "before"));
        assertEquals(List.of(), wrong("#split .payload", "#split .overhead", "before"));

        open("race/");
        browser.awaitText("#minute tbody", ".*5 · Handshake \\d.*");
        browser.run("document.documentElement.dir = 'rtl'");
        assertEquals(List.of(), wrong(".axis :first-child", ".axis :last-child", "before"));
    }

    /** Whether the one is left of the other, or within its width. */
    private static Object wrong(String one, String other, String where) {
        return browser.run("""
                const [one, other] = [arguments[0], arguments[1]].map((css) => document.querySelector(css).getBoundingClientRect());
                const right = arguments[2] === "before" ? one.left < other.left || one.right <= other.left + 1
                  : one.left >= other.left && one.right <= other.right;
                return right ? [] : [`${arguments[0]} ${one.left} to ${one.right}`, `${arguments[1]} ${other.left} to ${other.right}`];
                """, one, other, where);
    }

    @Test
    void theTimeColumnHasRoomForHoursAndTheBadgeForThousandsOfConnections() throws Exception {
        open("microscope/");
        replay(
                message(1, 0, 1, "up", "request", "GET /"),
                message(2, 0, 100, "up", "request", "GET /a"),
                message(3, 0, 1234, "down", "raw", "bytes"));
        browser.run("""
                const clock = document.querySelector("#diagram .clock");
                clock.textContent = "9:59:59.999";
                """);

        assertEquals(List.of(), browser.run("""
                const box = (element) => element.getBoundingClientRect();
                const window = box(document.getElementById("window"));
                return [...document.querySelectorAll("#diagram .message")].flatMap((message) => {
                  const [clock, number, badge, label] = [".clock", ".number", ".badge", ".label"].map((css) => box(message.querySelector(css)));
                  return [
                    clock.left < window.left && `the clock begins at ${clock.left}, its window at ${window.left}`,
                    message.matches(".up") && clock.right > badge.left && `the clock ends at ${clock.right}, the badge begins at ${badge.left}`,
                    (number.left < badge.left || number.right > badge.right) && `the number is ${number.width} wide, its badge ${badge.width}`,
                    message.matches(".up") && label.left < badge.right && `the words begin at ${label.left}, the badge ends at ${badge.right}`,
                  ].filter(Boolean);
                });
                """));
        assertEquals("1:00:03.500", browser.run("""
                return import("/docs/drawing/words.js").then(({ seconds }) => seconds(3603500))"""));
        assertEquals("10:03.500", browser.run("""
                return import("/docs/drawing/words.js").then(({ seconds }) => seconds(603500))"""));
    }

    /** A width of 1280 px, enlarged to 400 %, is 320 px (WCAG 2.2, 1.4.10). */
    @ParameterizedTest
    @ValueSource(strings = {"", "race/", "microscope/"})
    void at320PixelsNothingIsCut(String page) throws Exception {
        browser.width(320);
        open(page);
        if (page.startsWith("microscope")) {
            replay(message(1, 0, 1, "up", "request", "GET /quotes?after=1764417600000 and so on and on"));
            click("#diagram .hit");
        }
        if (page.startsWith("race")) {
            browser.awaitText("#minute tbody", ".*5 · Handshake \\d.*");
        }

        assertEquals(List.of(), browser.run("""
                return [...document.querySelectorAll("body *")]
                  .filter((element) => element.checkVisibility() && !element.matches("#table td, .wide-table *, option, svg *, iframe"))
                  .filter((element) => !element.closest(".wide-table, .calculator .wide"))
                  .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5 || element.scrollWidth > element.clientWidth + 1
                    && getComputedStyle(element).overflowX !== "visible")
                  .map((element) => `${element.outerHTML.slice(0, 120)} to ${element.getBoundingClientRect().right}, ${element.scrollWidth}`);
                """));
        assertEquals(List.of(), browser.accessibilityFaults());
    }

    /** Speech control chooses by what is visible (WCAG 2.2, 2.5.3). */
    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void theNameOfAMessageHasAllItsVisibleWords(int width) throws Exception {
        browser.width(width);
        open("microscope/");
        replay(
                message(1, 0, 7, "up", "request", "GET /quotes?after=1764417600000"),
                message(2, 0, 8, "down", "raw", "x".repeat(200)));

        assertEquals(List.of(), browser.run("""
                return [...document.querySelectorAll("#diagram [role=option]")].flatMap((option) => {
                  const name = option.getAttribute("aria-label");
                  const texts = [...option.querySelectorAll("text")].flatMap(({ textContent }) => textContent.split(/…/));
                  return texts.filter((text) => !name.includes(text)).map((text) => `"${text}" is not in "${name}"`);
                });
                """));
    }

    /** On a linear axis, 1 ms beside 1 s is nothing. */
    @Test
    void agesOfDifferentSizesAreAllSeenInTheCharts() throws Exception {
        open("race/");

        var heights = (List<?>) browser.run("""
                return import("./chart.js").then(({ logarithmic, powerUp }) =>
                  [0.2, 1, 10, 100, 900].map((age) => Math.round(100 * logarithmic(age, powerUp(900)))));
                """);

        assertEquals(List.of(0L, 0L, 33L, 67L, 98L), heights);
        browser.awaitText("#cards li:first-child .late .axis", "60 s ago\n1 ms – [\\d.]+ m?s\nnow");
    }

    private void open(String page) {
        browser.open(course.uri().resolve(page));
        if (page.startsWith("microscope") || page.startsWith("race")) {
            browser.awaitText("#connection", "Connected: .*");
        }
    }

    private void replay(String... messages) throws IOException {
        var file = Files.write(folder.resolve("saved.ndjson"), List.of(messages));
        browser.find("[name=file]").sendKeys(file.toString());
        awaitEqual(
                "messages",
                (long) messages.length,
                () -> browser.run("return document.querySelectorAll('#diagram .message').length"));
    }

    private static String message(int number, int time, int connection, String direction, String kind, String line) {
        var bytes = IntStream.range(0, 20).mapToObj(i -> "R0VU").reduce("", String::concat);
        return String.format(
                ROOT,
                "{\"number\":%d,\"lesson\":\"polling\",\"connection\":%d,\"direction\":\"%s\",\"time\":%d,\"kind\":\"%s\","
                        + "\"line\":\"%s\",\"respondsTo\":0,\"payload\":20,\"overhead\":40,\"bytes\":\"%s\","
                        + "\"fields\":[{\"name\":\"a\",\"offset\":0,\"length\":60,\"value\":\"b\"}]}",
                number,
                connection,
                direction,
                time,
                kind,
                line,
                bytes);
    }

    /** By script: when the page's layout changes it is drawn anew, and Selenium's element is another one then. */
    private static void click(String css) {
        browser.run(
                "document.querySelector(arguments[0]).dispatchEvent(new MouseEvent('click', { bubbles: true }))", css);
    }

    private static String style(String css, String property) {
        return (String) browser.run(
                "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]", css, property);
    }
}
