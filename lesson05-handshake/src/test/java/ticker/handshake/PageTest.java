package ticker.handshake;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.Await.await;
import static ticker.handshake.Await.awaitEqual;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

@Tag("browser")
class PageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private static final Options OPTIONS = new Options(64 * 1024, 100, 60_000, 3_600_000, 200);

    private final Market market = new Market(System.currentTimeMillis());
    private HandshakeServer server = new HandshakeServer(0, market, OPTIONS);

    @BeforeEach
    void open() {
        move("ACME", 101_00);
        move("BRIO", 55_00);
        browser.open(server.uri());
        browser.awaitText("#board tbody", "ACME 101.00 .*BRIO 55.00 .*");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    // ---- The board ----

    @Test
    void pricesMove() {
        browser.awaitText("#connection", "Connected: prices come over one WebSocket.");

        move("ACME", 102_50);

        browser.awaitText("#board tbody", "ACME 102.50 \\+1.50.*BRIO 55.00 .*");
        assertEquals("1", browser.text("#requests"), "one handshake, and no request since");
    }

    @Test
    void aNameThatIsNotLocalhostBringsPricesAndSaysWhyTheCalculatorIsIdle() {
        browser.open(URI.create(
                String.format(ROOT, "http://lesson.test:%d/", server.uri().getPort())));

        browser.awaitText("#board tbody", "ACME 101.00 .*BRIO 55.00 .*");
        browser.awaitText("#key-verdict", "A browser computes SHA-1 only for a page from localhost or over https.*");
    }

    @Test
    void whenTheServerIsGoneThePageSaysSoAndComesBackByItself() throws Exception {
        try (var relay = new Relay(server.uri())) {
            browser.open(relay.uri());
            browser.awaitText("#board tbody", "ACME 101.00 .*BRIO 55.00 .*");

            server.close();
            browser.awaitText("#connection", "The server stops.|The server can’t be reached.");
            browser.awaitText("#as-of", "Old prices: nothing heard since .*");
            assertEquals("italic", browser.find("#board td").getCssValue("font-style"), "old prices look old");
            move("ACME", 99_00);

            server = new HandshakeServer(0, market, OPTIONS);
            relay.leadTo(server.uri());

            browser.awaitText("#connection", "Connected: .*");
            browser.awaitText("#board tbody", "ACME 99.00 −2.00.*");
            browser.awaitText("#as-of", "The newest price of each symbol.");
        }
    }

    @Test
    void whenTheServerComesBackWithAnotherMarketTheBoardBeginsAnew() throws Exception {
        try (var relay = new Relay(server.uri())) {
            browser.open(relay.uri());
            browser.awaitText("#board tbody", "ACME 101.00 .*BRIO 55.00 .*");
            server.close();
            browser.awaitText("#as-of", "Old prices: nothing heard since .*");
            var another =
                    new Market(System.currentTimeMillis() + 1000); // its numbers are higher: they alone don't tell
            another.move("ACME", 42_00, System.currentTimeMillis());

            server = new HandshakeServer(0, another, OPTIONS);
            relay.leadTo(server.uri());

            browser.awaitText("#as-of", "Another market: the board begins anew, at .*");
            browser.awaitText("#board tbody", "ACME 42.00 \\+0.00");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "{oops", "<h1>Log in</h1>"})
    void aMessageThatIsNotQuotesIsAFailureAndThePageConnectsLessOften(String text) throws Exception {
        try (var relay = new Relay(server.uri());
                var scripted = new ScriptedServer("""
                        HTTP/1.1 101 Switching Protocols\r
                        Upgrade: websocket\r
                        Connection: Upgrade\r
                        Sec-WebSocket-Accept: {accept}\r
                        \r
                        \u0081%c%s""".formatted(text.length(), text))) {
            browser.open(relay.uri());
            browser.awaitText("#connection", "Connected: .*");
            browser.run("window.said = []; new MutationObserver(() => said.push(connection.textContent))"
                    + ".observe(connection, { childList: true })");
            relay.leadTo(scripted.uri());
            server.close();

            browser.awaitText(
                    "#connection",
                    "The server sent something other than quotes: %s"
                            .formatted(text.isEmpty() ? "nothing" : Pattern.quote(text)));
            browser.awaitText("#again", "Trying again in \\d+ s. Now");
            var attempts = scripted.requests().stream()
                    .filter(request -> request.startsWith("GET /quotes")) // the X-ray asks, too
                    .toList();
            assertTrue(attempts.size() <= 2, () -> "more attempts than failures: " + attempts);
            var said = browser.run("return said.join('\\n')").toString();
            assertFalse(said.contains("Connected"), said);
        }
    }

    @Test
    void afterALossThePageAsksForAPriceThatItHasToSeeThatAllIsWell() throws Exception {
        try (var relay = new Relay(server.uri())) {
            browser.open(relay.uri());
            browser.awaitText("#connection", "Connected: .*");
            server.close();
            browser.awaitText("#as-of", "Old prices: nothing heard since .*");

            server = new HandshakeServer(0, market, OPTIONS);
            relay.leadTo(server.uri());

            browser.awaitText("#connection", "Connected: .*"); // at once: no price has moved
            assertEquals("2", browser.text("#updates"), "updates: a price that comes again does not count");
        }
    }

    @Test
    void thePageShowsWhatItHasCost() {
        browser.awaitText("#age", "\\d+\\.\\d s old");
        assertEquals("2", browser.text("#updates"), "prices");
        int json = market.after(0).json().length;
        assertEquals(Integer.toString(json + 4), browser.text("#bytes"), "the payload and a header of 4 bytes");
    }

    // ---- The handshake ----

    @Test
    void theHandshakeOfThisVeryConnectionIsShown() {
        browser.awaitText("#request", "GET /quotes\\?after=0&trace=[0-9a-f]{32} HTTP/1.1\n.*");
        browser.awaitText("#request", ".*Upgrade: websocket\n.*");
        browser.awaitText("#request", ".*Origin: " + server.uri().toString().replaceFirst("/$", "") + "\n.*");
        browser.awaitText("#response", "HTTP/1.1 101 Switching Protocols\n.*Sec-WebSocket-Accept: .{28}\n.*");
    }

    // ---- The client ----

    @Test
    void theClientConnectsSendsAndCloses() {
        connect("echo");
        browser.type("[name=message]", "Grüß Gott");
        browser.find("#talk button").click();
        browser.awaitText("#log", ".*↑ Grüß Gott\n↓ Grüß Gott");

        browser.find("#close").click();

        browser.awaitText("#log", ".*· Closed, cleanly: 1000.*");
        assertEquals(
                "true",
                browser.find("#talk button").getDomProperty("disabled").toString(),
                "whether the button is disabled");
    }

    @Test
    void thePushServerClosesWhenTheClientSendsAMessage() {
        connect("push");
        browser.awaitText("#log", ".*↓ \\{\"seq\":.*\n↓ \\{\"seq\":.*");

        browser.find("#talk button").click();

        browser.awaitText("#log", ".*· Closed, cleanly: 1000 Only the server sends messages here.");
    }

    @Test
    void anAddressThatIsNoneIsToldSo() {
        browser.type("[name=address]", "localhost");
        browser.find("#dial button").click();

        browser.awaitText("#log", "! localhost is not the address of a WebSocket: it looks like ws://localhost.*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SyntaxError   | ! %s is not the address of a WebSocket: it looks like ws://localhost.*
            SecurityError | ! This page may connect only to its own server: its Content-Security-Policy says so\\.
            OtherError    | ! what the browser says
            """)
    void onlyASyntaxErrorMeansThatTheAddressIsNone(String name, String sentence) {
        browser.run(
                "WebSocket = class { constructor() { throw new DOMException('what the browser says', arguments[0]) } }"
                        .replace("arguments[0]", "'" + name + "'"));
        browser.find("#dial button").click();

        var address = browser.find("[name=address]").getDomProperty("value");
        browser.awaitText("#log", sentence.formatted(Pattern.quote(address)));
        if (name.equals("SecurityError")) { // browsers that throw it tell the page of its policy, too
            browser.run("document.dispatchEvent(new Event('securitypolicyviolation'))");
            browser.run("return new Promise(requestAnimationFrame)");
            assertFalse(browser.text("#log").contains("\n"), () -> "said twice: " + browser.text("#log"));
        }
    }

    @Test
    void aForeignServerIsOutOfReachAndThePageSaysWhy() {
        browser.type("[name=address]", "ws://foreign.invalid/");
        browser.find("#dial button").click();

        browser.awaitText("#log", ".*! This page may connect only to its own server: .*");
    }

    // ---- The X-ray ----

    @Test
    void aMaskedFrameIsShownBitByBit() {
        connect("echo");
        browser.find("#talk button").click();
        browser.awaitText("#frames", "1 ↑ text\n?2 ↓ text");
        browser.find("#frames button").click();

        browser.awaitText("#frame", "The browser sent frame 1: text, 11 bytes on the wire.");
        browser.awaitText("#fields .fin", "FIN\n1 the message ends here");
        browser.awaitText("#fields .opcode", "opcode\n0001 text");
        browser.awaitText("#fields .mask", "MASK\n1 masked, as a client must");
        browser.awaitText("#fields .length", "length\n0000101 5 bytes");
        browser.awaitText("#fields .payload", "payload\n48 65 6c 6c 6f “Hello”");
        var key = Hex.bytes(browser.text("#fields .masking code"));
        var masked = FrameCodec.masked(Frame.text("Hello"), key.getInt());
        assertEquals(Hex.hex(masked.position(6)), browser.text("#fields .masked code"), "the masked bytes that passed");
    }

    @Test
    void anUnmaskedFrameIsShownBitByBit() {
        connect("echo");
        browser.find("#talk button").click();

        browser.awaitText("#frame", "The server sent frame 2: text, 7 bytes on the wire.");
        browser.awaitText("#fields", """
                FIN
                1 the message ends here
                RSV1
                0 no extension
                RSV2
                0 no extension
                RSV3
                0 no extension
                opcode
                0001 text
                MASK
                0 not masked: a server must not
                length
                0000101 5 bytes
                payload
                48 65 6c 6c 6f “Hello”""");
    }

    @Test
    void aLongerLengthHasAFieldOfItsOwn() {
        connect("echo");
        browser.type("[name=message]", "x".repeat(126));
        browser.find("#talk button").click();

        browser.awaitText("#frame", "The server sent frame 2.*");
        browser.awaitText("#fields .length", "length\n1111110 126: see the next 2 bytes");
        browser.awaitText("#fields .longer", "longer length\n00 7e 126 bytes");
    }

    @Test
    void aCloseIsShownWithItsCode() {
        connect("echo");
        browser.find("#close").click();

        browser.awaitText("#frame", "The server sent frame 2: close, .*");
        browser.awaitText("#fields .payload", "payload\n03 e8.* code 1000.*");
    }

    @Test
    void theBoardsFramesCanBeLookedAt() {
        browser.awaitText("#frame", "The server sent frame 1: text, .* bytes on the wire.");
        browser.awaitText("#fields .payload", "payload\n7b 22 .* “\\{\"seq\":.*");
        connect("echo");
        browser.awaitText("#frame", "No frame yet.");

        browser.find("[name=socket] [value=board]").click();

        browser.awaitText("#frame", "The server sent frame 1: text, .* bytes on the wire.");
    }

    @Test
    void aChosenFrameStaysAndKeepsTheFocusWhateverPasses() {
        choose("1 ↓ text");

        passFrames(14);

        browser.awaitText("#frames", "1 ↓ text\n.*15 ↓ text");
        assertEquals("1 ↓ text", pressed());
        assertEquals("1 ↓ text", browser.run("return document.activeElement.textContent"), "what has the focus");
        assertEquals(13L, browser.run("return document.querySelectorAll('#frames li').length"), "frames in the list");
        browser.awaitText("#frame", "The server sent frame 1: text, \\d+ bytes on the wire\\.");

        browser.find("#frames [aria-pressed=true]").click(); // lets it go
        browser.awaitText("#frame", "The server sent frame 15: .*");
    }

    @Test
    void aFrameStaysWhileItHasTheFocus() {
        browser.awaitText("#frames", "1 ↓ text");
        browser.run("document.querySelector('#frames button').focus()");

        passFrames(14);

        browser.awaitText("#frames", "1 ↓ text\n.*15 ↓ text");
        assertEquals("1 ↓ text", browser.run("return document.activeElement.textContent"), "what has the focus");
        assertEquals("15 ↓ text", pressed());
        browser.find("#frames button").sendKeys(Keys.ENTER);
        browser.awaitText("#frame", "The server sent frame 1: .*");
    }

    @Test
    void aChosenFrameStaysWhenTheBoardConnectsAnew() {
        choose("1 ↓ text");

        browser.run("""
                for (const event of ['pagehide', 'pageshow']) {
                  dispatchEvent(new PageTransitionEvent(event, { persisted: true }));
                }
                """);

        browser.awaitText("#frame", "The server sent frame 1: .* on the wire\\. That was on an earlier connection\\.");
        browser.awaitText("#frames", "1 ↓ text\n1 ↓ text");
        assertEquals("1 ↓ text", pressed());
    }

    @Test
    void aChosenFrameDiffersNotOnlyByItsColors() { // those of forced colors would be the same
        passFrames(1);
        choose("1 ↓ text");
        browser.awaitText("#frames", "1 ↓ text\n2 ↓ text");

        var borders = browser.run("return [...document.querySelectorAll('#frames button')]"
                + ".map((button) => parseFloat(getComputedStyle(button).borderBottomWidth) > 3)");
        assertEquals(List.of(true, false), borders, "whether the border is thick");
    }

    @Test
    void theConnectionToLookAtIsTakenFromAnyEvent() {
        connect("echo");
        browser.awaitText("#request", "GET /echo\\?.*");
        browser.run("fetch = () => new Promise(() => {})"); // from now on only the event draws anything

        browser.run("""
                const { socket } = document.forms.which;
                socket.value = 'board';
                socket.dispatchEvent(new Event('input'));
                """);
        browser.awaitText("#frame", "The server sent frame 1: .*");
    }

    private void choose(String frame) {
        browser.awaitText("#frames", frame + ".*");
        browser.find("#frames button").click();
        awaitEqual("the chosen frame", frame, PageTest::pressed);
    }

    private static String pressed() {
        return browser.run("return [...document.querySelectorAll('#frames [aria-pressed=true]')]"
                        + ".map((button) => button.textContent).join()")
                .toString();
    }

    /** Each price is awaited, so that each has a frame of its own. */
    private void passFrames(int count) {
        for (int i = 1; i <= count; i++) {
            move("ACME", 200_00 + i);
            browser.awaitText("#board tbody", String.format(ROOT, "ACME 200.%02d.*", i));
        }
    }

    @Test
    void whatIsNoLanguageIsNotTranslated() {
        browser.awaitText("#fields .payload", "payload.*");
        var texts = browser.run("""
                return [...document.querySelectorAll('code, pre, #board th[scope=row], #frames button')]
                  .filter((element) => element.translate).map((element) => element.outerHTML);
                """);
        assertEquals(List.of(), texts, "a translation would change these");
        var options = browser.run("""
                return [...document.querySelectorAll('select option')]
                  .filter((option) => !option.hasAttribute('value')).map((option) => option.outerHTML);
                """);
        assertEquals(List.of(), options, "a translation would change what these stand for");
    }

    @Test
    void thePageIsKeptToItself() throws Exception {
        var request = HttpRequest.newBuilder(server.uri()).build();
        var page = await("the page", HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString()));

        var policy = page.headers().firstValue("Content-Security-Policy").orElse("none");
        assertTrue(policy.contains("default-src 'self'"), () -> "the policy is " + policy);
    }

    @Test
    void axeFindsNothingWhetherTheServerIsThereOrGone() {
        browser.find("#dial button").click();
        browser.awaitText("#log", ".*· Open\\..*");
        browser.find("#talk button").click();
        browser.awaitText("#frame", "The server sent frame 2.*");
        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());

        server.close();
        browser.awaitText("#as-of", "Old prices: .*");
        assertEquals(List.of(), browser.accessibilityFaults());
    }

    private void connect(String path) {
        browser.type(
                "[name=address]",
                String.format(ROOT, "ws://localhost:%d/%s", server.uri().getPort(), path));
        browser.find("#dial button").click();
        browser.awaitText("#log", ".*· Open\\..*");
    }

    private void move(String symbol, long cents) {
        market.move(symbol, cents, System.currentTimeMillis());
    }
}
