package ticker.production;

import static java.time.Duration.ofSeconds;
import static ticker.production.Await.awaitEqual;
import static ticker.production.Await.stays;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ticker.production.tls.Tls;
import ticker.streaming.StreamingServer;
import ticker.websocket.WebSocketServer;

/** The pages of lessons 3 and 4 in a real browser, over TLS. */
@Tag("browser")
class BrowserOverTlsTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private AutoCloseable server = () -> {};

    @AfterEach
    void stop() throws Exception {
        browser.run("window.tabs?.forEach((tab) => tab.close())");
        server.close();
    }

    @Test
    void overHttp2AllSevenTabsRun() {
        openStreams();
        browser.run("window.tabs = []");

        browser.run("for (let i = 0; i < 6; i++) tabs.push(window.open(location.href))");

        var script = """
                const live = (tab) => tab.document.querySelector("#connection")?.textContent.startsWith("Connected: ");
                return tabs.filter(live).length;
                """;
        awaitEqual("connected tabs besides the first", 6L, () -> browser.run(script));
    }

    @Test
    void overHttp2SevenStreamsOfAPageAreOpen() {
        openStreams();

        browser.find("#crowd button").click();

        browser.awaitText("#count", "Besides the board’s, 6 of 6 streams are open\\.");
        browser.find("#crowd [type=reset]").click();
        browser.awaitText("#connection", "Connected: .*");
    }

    /** The library takes 100 streams of a connection at a time, its default and that of many servers. */
    @Test
    void overHttp2TheHundredAndFirstStreamWaitsAndOrdinaryRequestsWithIt() {
        openStreams();
        browser.run("""
                window.sources = Array.from({length: 130}, () => new EventSource("events"));
                """);
        var open = "return sources.filter(({readyState}) => readyState === EventSource.OPEN).length";
        awaitEqual("open streams besides the page's own", 99L, () -> browser.run(open));

        browser.run("""
                window.response = "none";
                fetch("style.css", {cache: "no-store"}).then(({status}) => response = status);
                """);
        stays("streams and an ordinary request that wait", ofSeconds(1), () -> waiting(open), "99, none"::equals);

        browser.run("sources.splice(0, 40).forEach((source) => source.close())");
        awaitEqual("the response to the request", 200L, () -> browser.run("return response"));
        browser.run("sources.forEach((source) => source.close())");
    }

    private static String waiting(String open) {
        return browser.run(open) + ", " + browser.run("return response");
    }

    @Test
    void theSocketOfAPageOverTlsIsOpen() {
        var market = new ticker.websocket.Market(0);
        var running = new WebSocketServer(Tls.listenOn(0), market, ticker.websocket.Options.DEFAULT);
        server = running;
        market.move("ACME", 101_25, System.currentTimeMillis());

        browser.open(running.uri());

        browser.awaitText("#connection", "Connected.*");
        browser.awaitText("#board", ".*101\\.25.*");
        market.move("ACME", 102_50, System.currentTimeMillis());
        browser.awaitText("#board", ".*102\\.50.*");
    }

    private void openStreams() {
        var market = new ticker.streaming.Market(0);
        var running = new StreamingServer(Tls.listenWithHttp2On(0), market, ticker.streaming.Options.DEFAULT);
        server = running;
        market.move("ACME", 101_25, System.currentTimeMillis());
        browser.open(running.uri());
        browser.awaitText("#connection", "Connected: .*");
        browser.awaitText("#protocol", "HTTP/2");
    }
}
