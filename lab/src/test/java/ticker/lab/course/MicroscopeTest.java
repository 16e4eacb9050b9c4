package ticker.lab.course;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitEqual;
import static ticker.lab.Await.stays;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WrapsDriver;
import org.openqa.selenium.interactions.Actions;
import ticker.lab.relay.Faults;
import ticker.lab.relay.Tap;

@Tag("browser")
class MicroscopeTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final String TIME_UNTIL_THE_NEWEST_IS_DRAWN = """
            const drawn = async (lesson) => {
              const saved = await (await fetch(`transcript.ndjson?lesson=${lesson}`)).text();
              const { number, time } = JSON.parse(saved.trim().split("\\n").at(-1));
              while (Date.now() < time + 1000 && !document.getElementById(`message-${number}`)) {
                await new Promise(requestAnimationFrame);
              }
              return Date.now() - time;
            };
            return drawn(arguments[0]);
            """;

    private static final String PIXELS_OFF_THE_SCALE = """
            const off = async (lesson, second) => {
              const saved = await (await fetch(`transcript.ndjson?lesson=${lesson}`)).text();
              const times = new Map(saved.trim().split("\\n").map((line) => JSON.parse(line)).map(({ number, time }) => [`message-${number}`, time]));
              const zeros = [...document.querySelectorAll("#diagram .event")]
                .filter(({ id }) => times.has(id))
                .map((arrow) => arrow.transform.baseVal[0].matrix.f - (times.get(arrow.id) / 1000) * second);
              return Math.max(...zeros) - Math.min(...zeros);
            };
            return off(...arguments);
            """;

    private static final Faults ONE_MILLISECOND = new Faults(0, 1, false, 0, 0, 0);

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
    void aPollAndItsResponseAreDrawn() {
        look("polling", 2);

        awaitArrow("GET /quotes\\?after=\\d+ · \\d+ B");
        awaitArrow("20[04] .* · \\d+ B( · after .*)?");
        browser.awaitText("#connection", "Connected: this page shows the messages of 1 · Polling as they pass.");
        browser.awaitText("#requests", "[1-9]\\d*");
        browser.awaitText("#overhead", "[1-9]\\d? %");
    }

    @Test
    void theLessonIsShownByTheAddressOfTheMachineToo() {
        look("polling", 2);

        browser.open(
                URI.create(course.uri().toString().replace("localhost", "127.0.0.1") + "microscope/?lesson=polling"));

        awaitArrow("GET /quotes\\?after=\\d+ · \\d+ B"); // by the page in the frame
    }

    @Test
    void whereNoLessonCanBeShownThePageSaysWhatToOpen() throws Exception {
        look("polling", 2);
        int port;
        try (var any = new ServerSocket(0)) { // of all addresses
            port = any.getLocalPort();
        }
        if (Tap.addresses(port).size() < 2) {
            return; // without IPv6 there is no such address
        }
        try (var tap = new Tap(port, course.uri().getPort(), connection -> new ObservedText())) {
            browser.open(URI.create(String.format(ROOT, "http://[::1]:%d/microscope/?lesson=polling", tap.port())));

            browser.awaitText(
                    "#stage",
                    String.format(
                            ROOT,
                            "The page of 1 · Polling\\s+No lesson can be shown here. Open http://localhost:%d/microscope/",
                            port));
        }
    }

    @Test
    void aHeldRequestIsDrawnAsHeldUntilItsResponseComes() {
        look("long-polling", 0.2);

        browser.awaitText(
                "#held", "Being held now: GET /quotes\\?after=\\d+ on connection \\d+, for [1-9]\\d?\\.\\d s\\.");
        awaitEqual(
                "bars of requests that wait",
                1L,
                () -> browser.run("return document.querySelectorAll('rect.bar.waiting').length"));
        awaitArrow("200 OK · \\d+ B · after ([4-9]|\\d\\d)\\.\\d\\d s");
    }

    @Test
    void anEventStreamIsDrawnEventByEvent() {
        look("streaming", 10);

        awaitArrow("GET /events\\?after=0 · \\d+ B");
        awaitArrow("200 OK.* · \\d+ B( · after .*)?");
        awaitArrow("quotes, id \\d+: \\{\"seq\":.* · \\d+ B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "handshake"})
    void aWebSocketIsDrawnWithItsHandshakeAndItsFrames(String lesson) {
        look(lesson, 10);

        awaitArrow("GET /quotes.* · \\d+ B");
        awaitArrow("101 Switching Protocols · \\d+ B( · after .*)?");
        awaitArrow("TEXT \\{\"seq\":.* · \\d+ B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "long-polling", "streaming", "websocket", "handshake"})
    void whatTheTapHasSeenIsShownWithinASecond(String lesson) {
        look(lesson, 20);
        awaitArrow(".*");

        await(
                "the newest message to be drawn less than 1000 ms after it has passed the tap",
                () -> number(TIME_UNTIL_THE_NEWEST_IS_DRAWN, lesson),
                millis -> millis < 1000);
    }

    @Test
    void aChosenMessageShowsItsBytesAndItsFields() {
        look("polling", 2);
        awaitArrow("GET /quotes\\?.*");

        choose("GET /quotes?");

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
        awaitEqual("arrows after one step", drawn + 1, () -> arrows().size());

        browser.find("#pause").click();
        await("the messages that have waited to be drawn", () -> arrows().size(), size -> size > drawn + 2);
        browser.awaitText("#notice", "");
    }

    @Test
    void clearingForgetsWhatWasShown() {
        look("long-polling", 0.1);
        awaitArrow("GET /page.js.*");
        browser.find("#pause").click(); // or new messages come

        browser.find("#clear").click();

        assertEquals(List.of(), arrows());
    }

    @Test
    void clearingDoesNotEndARequestThatIsBeingHeld() {
        look("long-polling", 0.1);
        browser.awaitText("#held", "Being held now: GET /quotes.*");
        browser.find("#pause").click(); // or its response comes

        browser.find("#clear").click();
        browser.find("#pause").click();

        browser.awaitText("#held", "Being held now: GET /quotes\\?after=\\d+ on connection \\d+, for .* s\\.");
    }

    /** A hidden page draws nothing, but it takes everything in. */
    @Test
    void aHiddenPageTakesInWhatComesAndSaysHowMuchOfItIsShown() throws Exception {
        course = new Course(0, 0.1, 7, true);
        browser.open(course.uri().resolve("microscope/?lesson=polling"));
        browser.awaitText("#connection", "Connected: .*");
        browser.run("""
                window.drawings = 0;
                new MutationObserver(() => drawings++).observe(document.getElementById("diagram"), { childList: true });
                """);

        browser.hiddenWhile(() -> {
            browser.run("window.drawings = 0");
            poll(1600); // 3200 messages
            awaitEqual(
                    "messages that the page has counted",
                    true,
                    () -> number("return Number(document.getElementById('messages').textContent.replace(',', ''))")
                            >= 3200);
            assertEquals(0, number("return drawings"), "drawings while the page is hidden");
        });

        browser.awaitText("#filtered", "the newest 500 of 3,\\d\\d\\d messages are shown");
        assertEquals("", browser.text("#notice"), "nothing is lost");
        browser.find("#filtering summary").click();
        browser.find("[name=kind]").sendKeys("response");
        browser.awaitText("#filtered", "[\\d,]+ of the newest 2,000 messages pass, the newest 500 are shown");
        browser.awaitText("#save", "Save the [\\d,]+ messages");
    }

    /** By one connection, and all at once. */
    private void poll(int times) {
        try (var wire = new Wire(course.lessons().get(0).uri())) {
            for (int i = 0; i < times; i++) {
                wire.send("GET /quotes HTTP/1.1\r\nHost: localhost\r\n\r\n");
                wire.receive("}]}");
            }
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void whatComesInOneTaskIsDrawnOnce() throws Exception {
        look("polling", 0.1, Faults.NONE);
        load(write(message(1, 0)));
        browser.awaitText("#progress", "Message 1 of 1\\.");
        browser.run("""
                window.drawings = 0;
                window.added = 0;
                new MutationObserver((records) => {
                  drawings++;
                  for (const { addedNodes } of records) added += addedNodes.length;
                }).observe(document.getElementById("diagram"), { childList: true });
                """);

        browser.run("document.querySelector('[name=file]').value = ''"); // the same file again would be no change
        load(write(IntStream.rangeClosed(1, 10_000)
                .mapToObj(number -> message(number, 0))
                .toArray(String[]::new)));

        browser.awaitText("#progress", "Message 10000 of 10000\\.");
        assertTrue(number("return drawings") <= 3, "10,000 messages at once should not be drawn one by one");
        assertTrue(number("return added") < 1000, "and of 10,000 messages only the newest are drawn");
        browser.awaitText("#filtered", "the newest 500 of 10,000 messages are shown");
    }

    @Test
    void whatPassesTheFilterIsSavedAndNothingElse() {
        look("polling", 2);
        awaitArrow("20[04] .*");
        browser.find("#clear").click();
        awaitArrow("20[04] .*");
        browser.find("#pause").click();
        browser.find("#filtering summary").click();
        browser.find("[name=kind]").sendKeys("response");

        int shown = arrows().size();

        browser.awaitText("#save", shown == 1 ? "Save the message" : "Save the " + shown + " messages");
        assertEquals(shown, fetched("#save").lines().count());
        assertEquals(
                shown,
                fetched("#export")
                        .lines()
                        .filter(line -> line.matches("(up|down) -+>+ (up|down) : .*"))
                        .count());
    }

    @Test
    void aFilterLeavesWhatIsAskedFor() {
        look("polling", 2);
        awaitArrow("20[04] .*");
        browser.find("#filtering summary").click();

        browser.find("[name=kind]").sendKeys("response");
        await(
                "only responses to be shown",
                MicroscopeTest::arrows,
                all -> all.stream().noneMatch(label -> label.startsWith("GET")));
        browser.find("[name=direction]").sendKeys("up");
        awaitEqual("responses that go up", List.of(), MicroscopeTest::arrows);
        browser.awaitText("#filtered", "0 of \\d+ messages pass");

        browser.find("#filter button").click();
        browser.find("[name=text]").sendKeys("style.css");
        await("only what speaks of the style sheet to be shown", MicroscopeTest::arrows, all -> all.size() == 1);
        browser.find("[name=text]").clear();
        browser.find("[name=connection]").sendKeys("999");
        awaitEqual("messages of a connection that is not there", List.of(), MicroscopeTest::arrows);
    }

    @Test
    void timeCanBeDrawnToScaleAndZoomed() {
        look("streaming", 10);
        awaitArrow("quotes, .*");

        browser.find("[name=time] option:nth-child(2)").click();
        browser.awaitText("#zoom", "1 s: 100 px");
        browser.find("#larger").click();

        browser.awaitText("#zoom", "1 s: 200 px");
        await("some events", MicroscopeTest::arrows, all -> all.size() > 20);
        double off = number(PIXELS_OFF_THE_SCALE, "streaming", 200);
        assertTrue(
                off < 1,
                () -> String.format(ROOT, "each event should stand where its time is, and not %f px off", off));
    }

    @Test
    void whatIsNoLongerKeptIsSaid() throws Exception {
        course = new Course(0, 0.1, 7, true);
        var question = HttpRequest.newBuilder(course.lessons().get(0).uri().resolve("/quotes"))
                .build();
        for (int asked = 0; course.transcript().after("polling", 0, 1).dropped() == 0; asked++) {
            assertTrue(asked < 100_000, "all that was said is still kept");
            send(question, BodyHandlers.discarding());
        }

        browser.open(course.uri().resolve("microscope/?lesson=polling"));

        browser.awaitText("#notice", "Messages before message \\d+ are no longer stored\\.");
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
                + " return link.hasAttribute('download') && fetch(link.href).then((response) => response.text());";
        return (String) browser.run(fetch, link);
    }

    @Test
    void aSavedFileIsReplayedWithoutAServer() throws Exception {
        look("streaming", 10);
        awaitArrow("quotes, .*");
        var saved = save("streaming");
        course.close();
        course = null;
        browser.awaitText(
                "#connection",
                "The (connection to the lab is lost|server can’t be reached)\\. What is shown here stays\\.");
        browser.awaitText("#held", "It is not known whether a request is held\\.");

        load(saved);

        browser.awaitText("#connection", "Not live: saved.ndjson is being replayed\\.");
        awaitArrow("GET /events.*");
        awaitArrow("quotes, .*");
        assertTrue(browser.find("[name=follow]").isSelected(), "the page was not scrolled up");
        int all = Files.readAllLines(saved).size();
        browser.awaitText("#progress", String.format(ROOT, "Message %1$d of %1$d\\.", all));
        awaitEqual("arrows", all, () -> arrows().size());
    }

    @Test
    void aReplayKeepsItsTimingAndCanBePausedAndStepped() throws Exception {
        look("polling", 2);
        browser.run("window.now = 0; performance.now = () => now;"); // the replay's clock stands still
        load(write(message(1, 0), message(2, 900), message(3, 600_000)));

        browser.awaitText("#progress", "Message 1 of 3\\.");
        browser.run("now = 899");
        stays(
                "the progress of the replay",
                Duration.ofMillis(200),
                () -> browser.text("#progress"),
                "Message 1 of 3."::equals);
        browser.run("now = 900");
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
        look("polling", 2, ONE_MILLISECOND);
        browser.awaitText("#alarm", "Faults are on: down 1 ms late\\.\\s+All off");
        awaitArrow("20[04] .*");

        browser.type("[name=delayDown]", "300");
        browser.find("#faulty button").click();
        browser.awaitText("#alarm", "Faults are on: down 300 ms late\\.\\s+All off");
        awaitArrow("20[04] .* · after (0\\.[3-9]|[1-9]\\d*\\.\\d)\\d s");

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

    @ParameterizedTest
    @ValueSource(strings = {"soon", "0x10", "0b11", "1e999"})
    void whatIsNoNumberIsRefusedByNameInTheLabsWords(String delay) {
        look("polling", 2, ONE_MILLISECOND);
        browser.awaitText("#alarm", "Faults are on: .*");

        browser.type("[name=delayUp]", delay);
        browser.find("#faulty button").click();

        browser.awaitText("#fault", "delayUp must be a whole number, not \"" + delay + "\"\\.");
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

    /** As assistive technology may set a value: no change event follows. */
    @Test
    void aViewThatIsSetWithoutAChangeEventIsShown() {
        look("streaming", 10);
        awaitArrow("quotes, .*");

        set("time", "scaled");
        browser.awaitText("#zoom", "1 s: 100 px");

        set("view", "table");
        browser.awaitText("#table tbody", ".*quotes, .*");
    }

    private static void set(String name, String value) {
        browser.run(
                "const list = document.querySelector(`[name=${arguments[0]}]`); list.value = arguments[1];"
                        + " list.dispatchEvent(new InputEvent('input', { bubbles: true }));",
                name,
                value);
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
        look("polling", 2, ONE_MILLISECOND);
        browser.awaitText("#alarm", "Faults are on: .*");
        browser.find("#filtering summary").click();
        browser.type("[name=delayDown]", "100");
        browser.find("#faulty button").click();
        browser.awaitText("#alarm", "Faults are on: down 100 ms late.*");
        awaitArrow("GET /quotes.*");
        choose("GET /quotes");

        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());
        browser.find("[name=time] option:nth-child(2)").click();
        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());
        browser.find("[name=view] option:nth-child(2)").click();
        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());
    }

    private void look(String lesson, double rate) {
        look(lesson, rate, Faults.NONE);
    }

    /** When the page says faults that were there before it, it also has them in its form: what is typed then stays. */
    private void look(String lesson, double rate, Faults faults) {
        course = new Course(0, rate, 7, false);
        course.lessons().forEach(each -> each.tap().faults(faults));
        browser.open(course.uri().resolve("microscope/?lesson=" + lesson));
        browser.awaitText("#connection", "(?!Connecting).*"); // from here on its buttons work
    }

    /** Chooses the newest message whose arrow begins so. */
    private static void choose(String beginning) {
        browser.run("""
                const labels = [...document.querySelectorAll("#diagram .label")];
                const label = labels.findLast((each) => each.textContent.startsWith(arguments[0]));
                label.dispatchEvent(new MouseEvent("click", { bubbles: true }));
                """, beginning);
    }

    private Path save(String lesson) throws Exception {
        var uri = course.uri().resolve("microscope/transcript.ndjson?lesson=" + lesson);
        return send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofFile(folder.resolve("saved.ndjson")))
                .body();
    }

    private Path write(String... lines) throws IOException {
        return Files.write(folder.resolve("saved.ndjson"), List.of(lines));
    }

    private static void load(Path file) {
        browser.find("[name=file]").sendKeys(file.toString());
    }

    private static String message(int number, int time) {
        return String.format(ROOT, """
                {"number":%d,"lesson":"polling","connection":1,"direction":"up","time":%d,"kind":"request","line":"GET /%1$d",\
                "respondsTo":0,"payload":0,"overhead":4,"bytes":"R0VUIA==","fields":[]}""", number, time);
    }

    private void put(String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(course.uri().resolve(path)).PUT(BodyPublishers.ofString(body));
        assertEquals(200, send(request.build(), BodyHandlers.ofString()).statusCode(), "the status");
    }

    private static <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws Exception {
        return await("the response to " + request.uri(), CLIENT.sendAsync(request, handler));
    }

    /** There are many stops. So what has a limit is how often Tab is pressed, and not the time. */
    private static void tabTo(String id) {
        var stops = new LinkedHashSet<>();
        for (int presses = 0; presses < 500; presses++) {
            press(Keys.TAB);
            var stop = browser.run("return document.activeElement.id");
            if (id.equals(stop)) {
                return;
            }
            stops.add(stop);
        }
        fail("500 presses of Tab did not lead to %s, only to %s".formatted(id, stops));
    }

    /** Presses a key wherever the focus is, be it in the lesson's page. */
    private static void press(Keys key) {
        var driver = ((WrapsDriver) browser.find("body")).getWrappedDriver();
        new Actions(driver).sendKeys(key).perform();
    }

    private void awaitArrow(String pattern) {
        await(
                "an arrow that says " + pattern,
                MicroscopeTest::arrows,
                all -> all.stream().anyMatch(label -> label.matches(pattern)));
    }

    private static double number(String script, Object... arguments) {
        return ((Number) browser.run(script, arguments)).doubleValue();
    }

    @SuppressWarnings("unchecked")
    private static List<String> arrows() {
        return (List<String>) browser.run(
                "return [...document.querySelectorAll('#diagram .label')].map((label) => label.textContent)");
    }
}
