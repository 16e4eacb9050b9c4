package ticker.handshake;

import static java.util.regex.Pattern.quote;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.Await.awaitEqual;
import static ticker.handshake.Await.stays;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/** Whatever responds meanwhile, and however long it was asleep, the page shows what is wrong and goes on with its cursor. */
@Tag("browser")
class ComeBackPageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private static final String SWITCH = """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: {accept}\r
            \r
            """;

    private final Market market = new Market(System.currentTimeMillis());
    private HandshakeServer server = new HandshakeServer(0, market);
    private Relay relay;

    @BeforeEach
    void open() throws Exception {
        move(101_00);
        relay = new Relay(server.uri());
        browser.open(relay.uri());
        browser.awaitText("#connection", "Connected: .*");
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        server.close();
    }

    // ---- After a failure ----

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void thePageComesBackWithItsCursor(Failure failure) throws Exception {
        // The time-out of 10 s lasts one.
        browser.run("const real = setTimeout; setTimeout = (work, ms) => real(work, ms === 10_000 ? 1000 : ms)");
        try (var failing = failure.server(SWITCH, SWITCH)) {
            takeTheGoodResponse(failing);
            failure.begin(failing);
            leadTo(failing.uri());

            browser.awaitText("#connection", quote(reason(failure)));
            browser.awaitText("#as-of", "Old prices: nothing heard since .*");
            browser.awaitText(
                    "#again", failure.retryAfter() > 0 ? "Trying again in [67] s. Now" : "Trying again in \\d+ s. Now");

            move(102_00);
            comeBack();
            browser.awaitText("#board tbody", "ACME 102.00.*");
            browser.awaitText("#connection", "Connected: .*");
            browser.awaitText("#again", "");
            var asked = failing.requests().stream()
                    .skip(1)
                    .filter(head -> !head.startsWith("GET /xray?")) // it opened, so there may be frames
                    .toList();
            long cursor = market.after(0).seq() - 1;
            assertTrue(asked.size() < 8, () -> "a server that failed was flooded: " + asked);
            assertTrue( // the number before the cursor: the page shall see a price, although none may have moved
                    asked.stream().allMatch(head -> head.startsWith("GET /quotes?after=" + (cursor - 1))),
                    asked::toString);
        }
    }

    /** The first one is for clients that have no other server before. */
    private static void takeTheGoodResponse(ScriptedServer failing) throws IOException {
        try (var wire = new Wire(failing.uri())) {
            wire.send("GET / HTTP/1.1\r\n\r\n");
            wire.receive("\r\n\r\n");
        }
    }

    /** A WebSocket that opens and ends has sent nothing. The page's plain request then gets no quotes, either. */
    private static String reason(Failure failure) {
        return switch (failure) {
            case END -> "The connection was lost.";
            case NO_CONTENT -> "The server sent something other than quotes: nothing";
            default -> failure.pageReason();
        };
    }

    @Test
    void aServerThatStopsIsQuoted() {
        browser.run("Math.random = () => 1e6"); // by itself the page would come back in days
        server.close();

        browser.awaitText("#connection", "The server stops\\.");
        browser.awaitText("#again", "Trying again in \\d+ s\\. Now");
    }

    @Test
    void whenOnlyTheWebSocketFailsThePageSaysThatTheServerIsThere() throws Exception {
        try (var scripted = new ScriptedServer("HTTP/1.1 426 Upgrade Required\r\n\r\n")) {
            leadTo(scripted.uri());

            browser.awaitText("#connection", "The server is there, but a WebSocket to it could not be opened\\.");
        }
    }

    @Test
    void whenAllPlacesAreTakenThePageSaysSoAndComesBackNoSoonerThanTheServerAllows() throws Exception {
        try (var full = new HandshakeServer(0, market, new Options(64 * 1024, 1, 60_000, 3_600_000, 200))) {
            try (var first = new TestClient(full.uri().resolve("/echo"))) {
                leadTo(full.uri());

                browser.awaitText("#connection", "All places are taken\\.");
                browser.awaitText("#again", "Trying again in [67] s\\. Now");
                first.close(1000, "");
                first.receiveClose();
            }
            browser.awaitText("#connection", "Connected: .*");
        }
    }

    @Test
    void thePageComesBackNoSoonerThanTheServerAllowsUnlessTheUserSaysNow() throws Exception {
        try (var scripted = new ScriptedServer("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2147484\r\n\r\n")) {
            leadTo(scripted.uri());
            browser.awaitText("#again", "Trying again in 3(60\\d|59\\d) s\\. Now"); // it waits for an hour at most

            browser.run("document.dispatchEvent(new Event('visibilitychange'))");
            stays(
                    "one attempt, and the plain request that asks why it failed",
                    Duration.ofSeconds(1),
                    () -> scripted.requests().stream()
                            .filter(head -> head.startsWith("GET /quotes"))
                            .count(),
                    count -> count == 2);

            comeBack();
            browser.find("#now").sendKeys(Keys.ENTER);
            browser.awaitText("#connection", "Connected: .*");
        }
    }

    // ---- After a sleep: the connection is dead, and neither end has noticed ----

    @Test
    void aPageThatWasFrozenConnectsAtOnceWhenItThaws() {
        loseTouch();

        browser.frozenWhile(() -> move(103_00));

        browser.awaitText("#board tbody", "ACME 103.00.*");
    }

    @Test
    void aPageThatIsSeenAgainConnectsAtOnce() {
        loseTouch();

        browser.hiddenWhile(() -> move(104_00));

        browser.awaitText("#board tbody", "ACME 104.00.*");
    }

    @Test
    void aPageThatWasOfflineConnectsAtOnceWhenItIsOnlineAgain() {
        loseTouch();

        browser.offlineWhile(() -> move(105_00));

        browser.awaitText("#board tbody", "ACME 105.00.*");
    }

    @Test
    void aPageWhoseComputerWasAsleepConnectsAtOnce() {
        onlyWakingUpConnects();
        relay.silence();
        move(106_00);

        browser.setClock(Duration.ofHours(1)); // the steady clock has stood still

        browser.awaitText("#board tbody", "ACME 106.00.*");
    }

    @Test
    void aPageThatWasLeftCarriesOnWhenTheUserComesBack() {
        browser.find("h1").click(); // a page without a touch is skipped on the way back
        browser.open(relay.uri().resolve("/icon.svg"));
        move(107_00);

        browser.back();

        browser.awaitText("#board tbody", "ACME 107.00.*");
        browser.awaitText("#connection", "Connected: .*");
    }

    @Test
    void aPageThatIsKeptHasNoConnectionUntilItIsShownAgain() {
        onlyWakingUpConnects();
        browser.find("#dial button").click();
        awaitEqual("the connections of the board and the client", 2, server::connections);

        transition("pagehide");
        awaitEqual("the connections of a page that is kept", 0, server::connections);
        move(108_00);
        transition("pageshow");

        browser.awaitText("#board tbody", "ACME 108.00.*");
    }

    private static void transition(String event) {
        browser.run("dispatchEvent(new PageTransitionEvent(arguments[0], { persisted: true }))", event);
    }

    @Test
    void aConnectionThatIsHeardOfIsKept() {
        browser.hiddenWhile(() -> move(109_00));

        browser.awaitText("#board tbody", "ACME 109.00.*");
        assertEquals("1", browser.text("#requests"), "connections that the page has opened");
    }

    @Test
    void aDeadConnectionIsNoticedAlthoughTheClockWasSetBack() {
        browser.hurry("setTimeout");
        browser.setClock(Duration.ofHours(-1));
        move(110_00); // with it the page begins to wait, ten times as fast
        browser.awaitText("#board tbody", "ACME 110.00.*");
        relay.silence();
        var said = "window.said = []; new MutationObserver(() => said.push(connection.textContent))"
                + ".observe(connection, { childList: true })";
        browser.run(said);
        move(111_00);

        browser.awaitText("#board tbody", "ACME 111.00.*");
        assertEquals(
                List.of("Nothing heard for 30 s."), ((List<?>) browser.run("return said")).subList(0, 1), "the reason");
    }

    /** The connection is dead, and nothing has come on it for longer than 2 s. */
    private void loseTouch() {
        onlyWakingUpConnects();
        relay.silence();
        browser.awaitText("#age", "([3-9]|\\d\\d)\\.\\d s old");
    }

    /** From now on no silence is too long for the page, and by itself it would come back in days. */
    private void onlyWakingUpConnects() {
        browser.run("Math.random = () => 1e6");
        browser.run("const real = setTimeout; setTimeout = (work, ms) => real(work, ms < 30_000 ? ms : 3_600_000)");
        move(101_50); // with it the page begins to wait
        browser.awaitText("#board tbody", "ACME 101.50.*");
    }

    /** From now on the page's server is another one. The page itself stays. */
    private void leadTo(URI another) {
        relay.leadTo(another);
        server.close();
    }

    private void comeBack() {
        server = new HandshakeServer(0, market);
        relay.leadTo(server.uri());
    }

    private void move(long cents) {
        market.move("ACME", cents, System.currentTimeMillis());
    }
}
