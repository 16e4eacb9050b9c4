package ticker.lab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitEqual;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import ticker.lab.relay.Cut;
import ticker.lab.relay.Faults;
import ticker.lab.relay.Lesson;
import ticker.lab.relay.Tap;

@Tag("browser")
class RacePageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private final Course course = new Course(0, 20, 7, false);
    private final Tap network = new Tap(0, course.uri().getPort(), connection -> null);

    @BeforeEach
    void open() {
        browser.prefers("color-scheme", "light");
        browser.width(1280);
        browser.open(network.uri().resolve("race/"));
        browser.awaitText("#connection", "Connected: the race is on\\.");
    }

    @AfterEach
    void stop() {
        network.close();
        course.close();
    }

    @Test
    void theStartPageLeadsToTheRace() {
        browser.open(course.uri());

        browser.find("a[href='race/']").click();

        browser.awaitText("h1", "The race");
    }

    @Test
    void fiveCardsShowPricesThatMove() {
        awaitCards(".price", price -> price.matches("\\d+\\.\\d\\d"));
        var before = texts(".price");

        awaitCards(".price", price -> !before.contains(price));

        assertEquals(course.lessons().stream().map(Lesson::title).toList(), texts("h3"));
        awaitCards(".age", age -> age.matches("ACME, \\d+\\.\\d s old"));
    }

    @Test
    void theChartsAreDrawnAndTheTableSaysTheSame() {
        awaitCards("figure.late polyline", "points", points -> points.split(" ").length > 4);
        awaitCards("figure.bytes polyline", "points", points -> points.split(" ").length > 4);

        browser.awaitText(
                "#minute tbody", "1 · Polling [1-9].*2 · Long polling [1-9].*3 .* [1-9].*4 .* [1-9].*5 .* [1-9].*");
    }

    @Test
    void theKeyboardBringsMoreClients() {
        browser.find("[name=clients]").sendKeys(Keys.ARROW_RIGHT);
        awaitCards(".connections", connections -> connections.equals("1 + 10"));

        browser.find("[name=clients]").sendKeys(Keys.ARROW_RIGHT);
        awaitCards(".connections", connections -> connections.equals("1 + 20"));
        browser.awaitText("#clients-is", "20 clients");
        assertEquals("20 clients", browser.find("[name=clients]").getDomAttribute("aria-valuetext"));
    }

    @Test
    void theKeyboardChangesTheRate() {
        browser.find("[name=rate]").sendKeys(Keys.END);
        browser.awaitText("#rate-is", "50 a second");

        browser.find("[name=rate]").sendKeys(Keys.HOME);
        browser.awaitText("#rate-is", "0\\.1 a second");

        awaitCards(".age", age -> age.matches("ACME, ([2-9]|\\d\\d+)\\.\\d s old")); // now they rest
    }

    @Test
    void theKeyboardChangesTheInterval() {
        browser.find("[name=interval]").sendKeys(Keys.HOME);

        browser.awaitText("#interval-is", "0\\.1 s");
        browser.awaitText("#cards li:first-child .requests", "[2-9]\\d|\\d{3,}");
    }

    /** As assistive technology may move a slider: no change event follows. */
    @Test
    void aSliderThatIsOnlyMovedIsSet() {
        move("20");

        awaitCards(".connections", connections -> connections.equals("1 + 20"));
        browser.awaitText("#clients-is", "20 clients");
    }

    @Test
    void onlyThePlaceWhereASliderRestsIsSent() {
        browser.run("window.sent = []; const real = fetch; window.fetch = (path, request) => {"
                + " if (path === 'settings') sent.push(JSON.parse(request.body).clients);"
                + " return real(path, request); }");

        move("10", "20", "30", "40", "50", "60", "50", "40", "30");

        awaitCards(".connections", connections -> connections.equals("1 + 30"));
        assertEquals(List.of("30"), strings("return sent.map(String)"), "what the page has sent");
    }

    private static void move(String... places) {
        browser.run(
                "const slider = document.querySelector('[name=clients]'); for (const place of arguments[0]) {"
                        + " slider.value = place; slider.dispatchEvent(new InputEvent('input', { bubbles: true })); }",
                List.of(places));
    }

    @Test
    void anotherSymbolCanBeShown() {
        browser.find("[name=symbol] option:last-child").click();

        awaitCards(".age", age -> age.startsWith("ECHO, "));
    }

    @Test
    void whatSomebodyElseSetsIsSeenHere() throws Exception {
        var settings = "{\"rate\":5,\"interval\":2000,\"clients\":30,\"symbol\":\"DUSK\"}";
        var request = HttpRequest.newBuilder(course.uri().resolve("race/settings"))
                .PUT(BodyPublishers.ofString(settings))
                .build();

        await("the response", HttpClient.newHttpClient().sendAsync(request, BodyHandlers.discarding()));

        browser.awaitText("#rate-is", "5 a second");
        browser.awaitText("#interval-is", "2 s");
        browser.awaitText("#clients-is", "30 clients");
        awaitCards(".age", age -> age.startsWith("DUSK, "));
    }

    @Test
    void aRefusedSettingIsSaidAndTakenBack() {
        browser.run("document.querySelector('[name=clients]').max = 1000");

        browser.find("[name=clients]").sendKeys(Keys.END);

        browser.awaitText("#response", "clients must be from 0 to 500, not 1000\\.");
        browser.awaitText("#clients-is", "0 clients");
    }

    @Test
    void aDelayOnAllWiresShowsInAllAges() {
        // The lab's faults overwrite what was typed before them: the page has got them when it shows them.
        course.lessons().forEach(lesson -> lesson.tap().faults(new Faults(0, 1, false, 0, 0, 0)));
        open();
        browser.awaitText("#alarm", "Faults are on: down 1 ms late\\..*");

        browser.type("[name=delayDown]", "3000");
        press("#faulty button:not([type])");

        browser.awaitText("#alarm", "Faults are on: down 3000 ms late\\..*");
        awaitCards(".late b", age -> age.matches("[3-9]\\.\\d s"));
    }

    /** Each lesson keeps what the form does not ask for. */
    @Test
    void theFaultsOfOneLessonAreNotCopiedToTheOthers() {
        course.lessons().get(0).tap().faults(new Faults(0, 9, true, 0, 0, 0));
        course.lessons().get(3).tap().faults(new Faults(0, 0, false, 0, 0, 5000));
        open();
        browser.awaitText(
                "#alarm",
                "Faults are on: polling down 9 ms late, everything stalled; websocket cut into pieces of 5000 bytes\\..*");
        assertEquals(List.of("", "they differ", "0", "true"), strings("""
                        const { delayDown, delayUp, stall } = document.getElementById("faulty");
                        return [delayDown.value, delayDown.placeholder, delayUp.value, String(stall.indeterminate)];
                        """));

        browser.type("[name=delayUp]", "7");
        press("#faulty button:not([type])");

        browser.awaitText("#fault", "Set\\. The lessons’ faults still differ\\.");
        assertEquals(
                List.of(
                        new Faults(7, 9, true, 0, 0, 0),
                        new Faults(7, 0, false, 0, 0, 0),
                        new Faults(7, 0, false, 0, 0, 0),
                        new Faults(7, 0, false, 0, 0, 5000),
                        new Faults(7, 0, false, 0, 0, 0)),
                course.lessons().stream().map(lesson -> lesson.tap().faults()).toList());

        press("#calm");
        browser.awaitText("#fault", "Set: no fault\\.");
        browser.awaitText("#alarm", "");
    }

    /** As by a captive portal. */
    @ParameterizedTest
    @ValueSource(
            strings = {"text/html\r\n\r\n<html>", "application/json\r\n\r\nnull", "application/json\r\n\r\n{\"del"})
    void whateverRespondsToWhatIsSetThePageSaysSo(String response) throws Exception {
        for (var form : List.of("/microscope/faults?", "/microscope/cut?", "/race/settings HTTP")) {
            try (var between = new Interceptor(
                            course.uri().getPort(), form, "HTTP/1.1 200 OK\r\nContent-Type: " + response)
                    .always()) {
                browser.open(between.uri().resolve("race/"));
                browser.awaitText("#connection", "Connected: the race is on\\.");

                if (form.startsWith("/race")) {
                    browser.find("[name=clients]").sendKeys(Keys.ARROW_RIGHT);
                } else {
                    press(form.startsWith("/microscope/cut") ? "#rst" : "#calm");
                }

                browser.awaitText(
                        form.startsWith("/race") ? "#response" : "#fault",
                        "Something other than the lab has responded: .*");
            }
        }
    }

    @Test
    void allRecoverFromACut() {
        awaitCards(".price", price -> price.matches("\\d+\\.\\d\\d"));

        press("#rst");

        browser.awaitText("#fault", "All open connections were cut with RST\\.");
        awaitCards(
                ".requests", requests -> !requests.equals("1")); // a client that had sent one request has sent another
        awaitCards(".state", state -> state.equals("Connected"));
    }

    @Test
    void withoutNewsFromTheLabThePageSaysSoAndShowsNoAges() {
        awaitCards(".price", price -> price.matches("\\d+\\.\\d\\d"));

        network.faults(new Faults(0, 0, true, 0, 0, 0));

        browser.awaitText("#connection", "Nothing was heard from the lab for 5 s\\. What is shown is from .*");
        awaitCards(".age", age -> age.equals("ACME, age unknown"));
        assertEquals("italic", browser.find(".price").getCssValue("font-style"), "what is old looks old");
        network.faults(Faults.NONE);
        browser.awaitText("#connection", "Connected: the race is on\\.");
    }

    @Test
    void whenItsStreamIsCutThePageComesBackByItself() {
        browser.run("window.said = [];"
                + " new MutationObserver(() => said.push(document.getElementById('connection').textContent))"
                + ".observe(document.getElementById('connection'), { childList: true });");

        network.cut(Cut.RST);

        await(
                "the page to say that the connection is lost, and then that it is back",
                () -> String.join("\n", strings("return said")),
                said -> said.matches("(?s)The connection to the lab is lost\\..*\nConnected: the race is on\\."));
        awaitCards(".age", age -> age.matches("ACME, \\d+\\.\\d s old"));
    }

    @Test
    void theRaceEndsWhenThePageIsLeft() {
        awaitEqual("the racers' connections", 5L, this::connections);

        browser.open(URI.create("about:blank"));

        awaitEqual("the racers' connections", 0L, this::connections);
    }

    @Test
    void theRaceBeginsAgainWhenTheBrowserGoesBackToThePage() {
        awaitEqual("the racers' connections", 5L, this::connections);
        browser.open(URI.create("about:blank"));
        awaitEqual("the racers' connections", 0L, this::connections);

        browser.back();

        browser.awaitText("#connection", "Connected: the race is on\\.");
        awaitEqual("the racers' connections", 5L, this::connections);
    }

    /** Those of the lessons that are open now. */
    private long connections() {
        return course.lessons().stream()
                .mapToLong(lesson -> course.transcript().counts(lesson.name()).open())
                .sum();
    }

    @Test
    void theCalculatorSaysWhatMoreClientsWouldCostAsFarAsItWasMeasured() {
        browser.awaitText(".calculator caption", "Computed from a .* measurement of \\d{4}-\\d\\d-\\d\\d: .*");
        browser.awaitText(".calculator tbody", "Polling [1-9].*");
        var before = browser.text(".calculator tbody");

        browser.type(".calculator [name=clients]", "50000");

        browser.awaitText(".calculator tbody tr:first-child", "Polling.* 50,000 .*");
        assertNotEquals(before, browser.text(".calculator tbody"), "what 50,000 clients would cost");
    }

    @Test
    void inFullScreenTheCardsAndWhatCanBeSetFitOnOneScreen() {
        press("#large");

        browser.awaitText("#large", "Leave full screen");
        assertEquals("MAIN", browser.run("return document.fullscreenElement.tagName"));
        assertTrue(!browser.find("#rules").isDisplayed(), "no text to read on the wall");
        assertTrue(browser.find("#rst").isDisplayed(), "faults are at hand");
        awaitEqual(
                "whether all fits on the screen",
                true,
                () -> browser.run(
                        "const main = document.querySelector('main'); return main.scrollHeight <= innerHeight"));

        press("#large");
        browser.awaitText("#large", "Full screen");
    }

    @Test
    void axeFindsNothingInFullScreen() {
        press("#large");
        browser.awaitText("#large", "Leave full screen");

        assertEquals(List.of(), browser.accessibilityFaults());
    }

    @ParameterizedTest
    @CsvSource({"light, 1280", "dark, 1280", "light, 390", "dark, 390", "light, 1920", "dark, 1920"})
    void axeFindsNothing(String theme, int width) {
        browser.prefers("color-scheme", theme);
        browser.width(width);
        awaitCards(".price", price -> price.matches("\\d+\\.\\d\\d"));
        browser.awaitText("#minute tbody", ".*5 · Handshake \\d.*");

        assertEquals(List.of(), browser.accessibilityFaults());
    }

    @Test
    void axeFindsNothingWhenTheLabIsGone() {
        network.close();
        browser.awaitText("#connection", "The (connection to the lab is lost|server can’t be reached)\\. .*");

        assertEquals(List.of(), browser.accessibilityFaults());
    }

    private static void awaitCards(String css, Predicate<String> condition) {
        awaitAll(css, () -> texts(css), condition);
    }

    private static void awaitCards(String css, String attribute, Predicate<String> condition) {
        awaitAll(css, () -> list(css, "getAttribute('%s')".formatted(attribute)), condition);
    }

    private static void awaitAll(String css, Callable<List<String>> look, Predicate<String> condition) {
        await(
                css + " of all cards to be as they should",
                look,
                all -> all.size() == 5 && all.stream().allMatch(condition));
    }

    private static List<String> texts(String css) {
        return list(css, "textContent");
    }

    private static List<String> list(String css, String what) {
        return strings(
                "return [...document.querySelectorAll('#cards ' + arguments[0])].map((element) => element.%s)"
                        .formatted(what),
                css);
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(String script, Object... arguments) {
        return (List<String>) browser.run(script, arguments);
    }

    /** Presses a button by its key: the cards change their sizes, so it may move away from a mouse. */
    private static void press(String button) {
        browser.find(button).sendKeys(Keys.ENTER);
    }
}
