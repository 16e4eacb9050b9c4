package ticker.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WrapsDriver;
import org.openqa.selenium.interactions.Actions;

class MicroscopeTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final String NEWEST_IS_DRAWN_IN_TIME = """
            const drawn = async (lesson) => {
              const saved = await (await fetch(`transcript.ndjson?lesson=${lesson}`)).text();
              const { number, time } = JSON.parse(saved.trim().split("\\n").at(-1));
              while (Date.now() < time + 1000) {
                if (document.getElementById(`message-${number}`)) return true;
                await new Promise(requestAnimationFrame);
              }
              return false;
            };
            return drawn(arguments[0]);
            """;

    private static final String MEDIAN_DISTANCE = """
            const places = [...document.querySelectorAll("#diagram .event")].map((arrow) => arrow.transform.baseVal[0].matrix.f);
            const distances = places.slice(1).map((place, index) => place - places[index]).sort((a, b) => a - b);
            return distances[distances.length >> 1] + 0.001;
            """;

    @TempDir
    Path folder;

    private Course course;

    @BeforeEach
    void wide() {
        browser.width(1280);
    }

    @AfterEach
    void stop() {
        if (course != null) {
            course.close();
        }
    }

    @Test
    void aPollAndItsAnswerAreDrawn() {
        look("polling", 2);

        awaitArrow("GET /quotes\\?after=\\d+ · \\d+ B");
        awaitArrow("20[04] .* · \\d+ B");
        browser.awaitText("#connection", "Connected: what passes the wire of 1 · Polling is shown as it passes.");
        browser.awaitText("#requests", "[1-9]\\d*");
        browser.awaitText("#overhead", "[1-9]\\d? %");
    }

    @Test
    void aHeldRequestIsDrawnAsHeldUntilItsAnswerComes() {
        look("long-polling", 0.2);

        browser.awaitText("#held", "Held now: GET /quotes\\?after=\\d+ on connection \\d+, for [1-4]\\.\\d s\\.");
        assertEquals(1L, browser.run("return document.querySelectorAll('rect.bar.waiting').length"));
        awaitArrow("200 OK · \\d+ B · after [45]\\.\\d\\d s");
    }

    @Test
    void anEventStreamIsDrawnEventByEvent() {
        look("streaming", 10);

        awaitArrow("GET /events\\?after=0 · \\d+ B");
        awaitArrow("200 OK.* · \\d+ B");
        awaitArrow("quotes, id \\d+: \\{\"seq\":.* · \\d+ B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "handshake"})
    void aWebSocketIsDrawnWithItsHandshakeAndItsFrames(String lesson) {
        look(lesson, 10);

        awaitArrow("GET /quotes.* · \\d+ B");
        awaitArrow("101 Switching Protocols · \\d+ B");
        awaitArrow("TEXT \\{\"seq\":.* · \\d+ B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "long-polling", "streaming", "websocket", "handshake"})
    void whatTheTapHasSeenIsShownWithinASecond(String lesson) {
        look(lesson, 20);
        awaitArrow(".*");

        await("the newest message of the tap to be drawn within a second after it has passed")
                .atMost(Duration.ofSeconds(20))
                .until(() -> (boolean) browser.run(NEWEST_IS_DRAWN_IN_TIME, lesson));
    }

    @Test
    void aChosenMessageShowsItsBytesAndItsFields() {
        look("polling", 2);
        awaitArrow("GET /quotes.*");

        choose("GET /quotes");

        browser.awaitText("#chosen", "\\d+: GET /quotes\\?after=\\d+");
        browser.awaitText("#fields", "request line GET /quotes\\?after=\\d+ HTTP/1.1\nHost localhost:\\d+\n.*");
        browser.awaitText("#hex", "0000\\s+47\\s*45\\s*54\\s*20\\s*2f.*GET␣/quotes.*");
        browser.awaitText(
                "#shares", "\\d+ bytes: 0 payload, \\d+ overhead \\(100 %\\)\\. .* browser to server, request, .*");
    }

    @Test
    void aFieldUnderFocusLightsItsBytesAndAByteItsFields() {
        look("websocket", 10);
        awaitArrow("TEXT .*");
        choose("TEXT");

        browser.run("document.querySelectorAll('#fields button')[2].focus()");
        assertEquals("opcode 1, text", browser.text("#fields .lit"));
        assertEquals("81", browser.text("#hex .codes .lit"));

        browser.find("#hex").sendKeys(Keys.HOME, Keys.ARROW_RIGHT);
        browser.awaitText("#byte", "Byte 1: \\d+, 0x[0-9a-f]{2}, [01]{8}, in MASK, length\\.");
        assertTrue(browser.text("#fields .lit").startsWith("MASK"), "the first of the fields in byte 1");
    }

    @Test
    void whilePausedMessagesWaitAndAStepShowsOne() {
        look("streaming", 10);
        awaitArrow("quotes, .*");

        browser.find("#pause").click();
        browser.awaitText("#notice", "Paused: ([2-9]|\\d\\d+) messages wait\\.");
        int drawn = arrows().size();
        browser.find("#step").click();
        assertEquals(drawn + 1, arrows().size(), "one step, one arrow");

        browser.find("#pause").click();
        await("the messages that have waited").until(() -> arrows().size() > drawn + 2);
        browser.awaitText("#notice", "");
    }

    @Test
    void clearingForgetsWhatWasShown() {
        look("long-polling", 0.1);
        awaitArrow("GET /page.js.*");

        browser.find("#clear").click();

        assertEquals(List.of(), arrows());
    }

    @Test
    void aFilterLeavesWhatIsAskedFor() {
        look("polling", 2);
        awaitArrow("20[04] .*");
        browser.find("#filtering summary").click();

        browser.find("[name=kind]").sendKeys("answer");
        await("only answers").until(() -> arrows().stream().noneMatch(label -> label.startsWith("GET")));
        browser.find("[name=direction]").sendKeys("up");
        await("no answer goes up").until(() -> arrows().isEmpty());
        browser.awaitText("#filtered", "0 of \\d+ messages pass");

        browser.find("#filter button").click();
        browser.find("[name=text]").sendKeys("style.css");
        await("only what speaks of the style sheet").until(() -> arrows().size() == 1);
        browser.find("[name=text]").clear();
        browser.find("[name=connection]").sendKeys("999");
        await("no such connection").until(() -> arrows().isEmpty());
    }

    @Test
    void timeCanBeDrawnToScaleAndZoomed() {
        look("streaming", 10);
        awaitArrow("quotes, .*");

        browser.find("[name=time] option:nth-child(2)").click();
        browser.awaitText("#zoom", "1 s: 100 px");
        browser.find("#larger").click();

        browser.awaitText("#zoom", "1 s: 200 px");
        await("events 0.1 s apart to be about 20 px apart, most of them")
                .until(() -> Math.abs((double) browser.run(MEDIAN_DISTANCE) - 20) < 5);
    }

    @Test
    void whatIsNoLongerKeptIsSaid() throws Exception {
        course = new Course(0, 0.1, 7);
        var question = HttpRequest.newBuilder(course.lessons().get(0).uri().resolve("/quotes"))
                .build();
        while (course.transcript().after("polling", 0, 1).dropped() == 0) {
            CLIENT.send(question, BodyHandlers.discarding());
        }

        browser.open(course.uri().resolve("microscope/?lesson=polling"));

        browser.awaitText("#notice", "What passed before message \\d+ is no longer kept\\.");
    }

    @Test
    void theSessionSoFarIsSavedAndExportedByLinks() {
        look("polling", 2);
        awaitArrow("GET /quotes.*");

        assertTrue(fetched("#save").startsWith("{\"number\":"), () -> fetched("#save"));
        assertTrue(fetched("#export").startsWith("@startuml\n"), () -> fetched("#export"));
    }

    /** What is behind a link that the page offers for download. */
    private static String fetched(String link) {
        var fetch = "const link = document.querySelector(arguments[0]);"
                + " return link.hasAttribute('download') && fetch(link.href).then((answer) => answer.text());";
        return (String) browser.run(fetch, link);
    }

    @Test
    void aSavedFileIsReplayedWithoutAServer() throws Exception {
        look("streaming", 10);
        awaitArrow("quotes, .*");
        var saved = save("streaming");
        course.close();
        course = null;
        browser.awaitText("#connection", "The connection to the lab is lost\\. Trying again\\. .*");
        browser.awaitText("#held", "Whether a request is being held is not known\\.");

        load(saved);

        browser.awaitText("#connection", "Not live: saved.ndjson is being replayed\\.");
        awaitArrow("GET /events.*");
        awaitArrow("quotes, .*");
        assertTrue(browser.find("[name=follow]").isSelected(), "nobody has scrolled up");
        int all = Files.readAllLines(saved).size();
        browser.awaitText("#progress", "Message %1$d of %1$d\\.".formatted(all));
        assertEquals(all, arrows().size());
    }

    @Test
    void aReplayKeepsItsTimingAndCanBePausedAndStepped() throws Exception {
        look("polling", 2);
        load(write(message(1, 0), message(2, 900), message(3, 600_000)));

        browser.awaitText("#progress", "Message 1 of 3\\.");
        browser.awaitText("#progress", "Message 2 of 3\\.");
        browser.find("#pause").click();
        browser.find("#step").click();

        browser.awaitText("#progress", "Message 3 of 3\\.");
        browser.find("#pause").click();
        browser.find("#again").click();
        browser.awaitText("#progress", "Message 1 of 3\\.");
        browser.find("#live").click();
        browser.awaitText("#connection", "Connected: .*");
        awaitArrow("GET /quotes.*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                    | saved.ndjson is empty: there is nothing to replay.
            nonsense              | Line 1 of saved.ndjson is not JSON. A saved file has one message a line.
            {"number":1}          | Line 1 of saved.ndjson is not a message: its “connection” is missing or wrong.
            null                  | Line 1 of saved.ndjson is not a message: its “number” is missing or wrong.
            """)
    void aMalformedFileGetsASentence(String content, String sentence) throws Exception {
        look("polling", 2);

        load(write(content));

        browser.awaitText("#replayed", Pattern.quote(sentence));
        browser.awaitText("#connection", "Connected: .*");
    }

    @Test
    void aFaultSetOnThePageDelaysAndIsSaidUntilAllIsOff() {
        look("polling", 2);
        awaitArrow("20[04] .*");

        browser.type("[name=delayDown]", "300");
        browser.find("#faulty button").click();
        browser.awaitText("#alarm", "Faults are on: down 300 ms late\\.\\s+All off");
        awaitArrow("20[04] .* · after 0\\.3\\d s");

        browser.find("#alarm button").click();
        browser.awaitText("#alarm", "");
        browser.find("#clear").click();
        awaitArrow("20[04] .* \\d+ B");
    }

    @Test
    void aFaultSetElsewhereIsSaidToo() throws Exception {
        look("polling", 2);
        awaitArrow("20[04] .*");

        put("microscope/faults?lesson=all", "{\"piece\":5}");

        browser.awaitText("#alarm", "Faults are on: cut into pieces of 5 bytes\\.\\s+All off");
    }

    @Test
    void aRefusalOfTheLabIsSaidInItsWords() {
        look("polling", 2);

        browser.type("[name=delayUp]", "soon");
        browser.find("#faulty button").click();

        browser.awaitText("#fault", "delayUp must be a whole number, not \"soon\"\\.");
    }

    @ParameterizedTest
    @CsvSource({"fin, FIN", "rst, RST"})
    void aCutEndsTheConnections(String button, String end) {
        look("websocket", 2);
        awaitArrow("TEXT .*");

        browser.find("#" + button).click();

        browser.awaitText("#fault", "All open connections were cut with " + end + "\\.");
        awaitArrow(end + ".*");
    }

    @Test
    void everythingCanBeReachedByKeyboard() {
        look("websocket", 2);
        awaitArrow("TEXT .*");

        tabTo("pause");
        press(Keys.SPACE);
        browser.awaitText("#pause", "Go on");
        tabTo("diagram");
        press(Keys.HOME);
        browser.awaitText("#chosen", "\\d+: GET / ?.*");
        press(Keys.ARROW_DOWN);
        browser.awaitText("#chosen", "\\d+: 200 OK.*");
        tabTo("hex");
        press(Keys.END);
        browser.awaitText("#byte", "Byte \\d+: .*");
    }

    @Test
    void theTableShowsTheSameAndIsWalkedWithTheArrowKeys() {
        look("websocket", 2);
        awaitArrow("TEXT .*");
        browser.find("#pause").click();
        var labels = arrows();

        browser.find("[name=view] option:nth-child(2)").click();

        assertEquals(
                labels.size(), (int) (long) browser.run("return document.querySelectorAll('#table tbody tr').length"));
        assertEquals("row", browser.find("#table tbody th").getAttribute("scope"));
        browser.find("#table tbody button").sendKeys(Keys.ARROW_DOWN);
        browser.awaitText("#chosen", "\\d+: 200 OK.*");
        assertEquals(
                browser.text("#table tbody tr:nth-child(2) th"),
                browser.run("return document.activeElement.textContent"));
    }

    @Test
    void aLessonThatThereIsNotGetsASentence() {
        look("pigeons", 2);

        browser.awaitText("#connection", "There is no such lesson\\. Choose one of those above\\.");
        browser.find("#lessons a").click();
        awaitArrow("GET /quotes.*");
    }

    @Test
    void axeFindsNothing() {
        look("polling", 2);
        browser.find("#filtering summary").click();
        browser.type("[name=delayDown]", "100");
        browser.find("#faulty button").click();
        browser.awaitText("#alarm", "Faults are on: .*");
        awaitArrow("GET /quotes.*");
        choose("GET /quotes");

        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());
        browser.find("[name=time] option:nth-child(2)").click();
        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());
        browser.find("[name=view] option:nth-child(2)").click();
        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());
    }

    private void look(String lesson, double rate) {
        course = new Course(0, rate, 7);
        browser.open(course.uri().resolve("microscope/?lesson=" + lesson));
    }

    /** Chooses the newest message whose arrow begins so. */
    private static void choose(String beginning) {
        browser.run("""
                const labels = [...document.querySelectorAll("#diagram .label")];
                const label = labels.findLast((each) => each.textContent.startsWith(arguments[0]));
                label.dispatchEvent(new MouseEvent("click", { bubbles: true }));
                """, beginning);
    }

    private Path save(String lesson) throws IOException, InterruptedException {
        var uri = course.uri().resolve("microscope/transcript.ndjson?lesson=" + lesson);
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofFile(folder.resolve("saved.ndjson")))
                .body();
    }

    private Path write(String... lines) throws IOException {
        return Files.write(folder.resolve("saved.ndjson"), List.of(lines));
    }

    private static void load(Path file) {
        browser.find("[name=file]").sendKeys(file.toString());
    }

    private static String message(int number, int time) {
        return """
                {"number":%d,"lesson":"polling","connection":1,"direction":"up","time":%d,"kind":"request","line":"GET /%1$d",\
                "answers":0,"payload":0,"overhead":4,"bytes":"R0VUIA==","fields":[]}""".formatted(number, time);
    }

    private void put(String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(course.uri().resolve(path)).PUT(BodyPublishers.ofString(body));
        assertEquals(200, CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode());
    }

    private static void tabTo(String id) {
        // There are many stops, and who misses one goes round once more.
        await("the Tab key to lead to " + id)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    press(Keys.TAB);
                    return id.equals(browser.run("return document.activeElement.id"));
                });
    }

    /** Presses a key wherever the focus is, be it in the lesson's page. */
    private static void press(Keys key) {
        var driver = ((WrapsDriver) browser.find("body")).getWrappedDriver();
        new Actions(driver).sendKeys(key).perform();
    }

    private void awaitArrow(String pattern) {
        await("an arrow that says " + pattern).until(() -> arrows().stream().anyMatch(label -> label.matches(pattern)));
    }

    @SuppressWarnings("unchecked")
    private static List<String> arrows() {
        return (List<String>) browser.run(
                "return [...document.querySelectorAll('#diagram .label')].map((label) => label.textContent)");
    }
}
