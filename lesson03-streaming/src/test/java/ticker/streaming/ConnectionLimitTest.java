package ticker.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.streaming.Await.awaitEqual;
import static ticker.streaming.Await.stays;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many streams a real browser opens to one host at once over HTTP/1.1. Over HTTP/2 it is another number. */
@Tag("browser")
class ConnectionLimitTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private final Market market = new Market(0);
    private StreamingServer server;

    @AfterEach
    void stop() {
        browser.run("tabs.forEach((tab) => tab.close())");
        server.close();
    }

    @Test
    void overHttp11TheSeventhTabHangsUntilAnotherIsClosed() {
        open();
        openTabs(5);
        awaitLive(5);

        openTabs(1);

        stays("the seventh tab's empty page", Duration.ofSeconds(1), () -> seventhTab(), String::isEmpty);
        browser.run("tabs.shift().close()");
        awaitLive(5);
    }

    @Test
    void overHttp11TheSeventhStreamOfAPageWaitsAndThePageSaysSo() {
        open();

        openSixMore();

        browser.awaitText("#count", "Besides the board’s, 5 of 6 streams are open, 1 waiting\\.");
        browser.awaitText("#others", "(open\n){5}waiting for a free connection");
        assertEquals(
                6,
                server.subscribers().count(),
                "streams that have reached the server: a browser opens six connections");

        browser.hurry("setTimeout");
        browser.find("#streaming button").click(); // the board's stream ends, the one that waits takes its connection

        browser.awaitText("#count", "Besides the board’s, 6 of 6 streams are open\\.");
        browser.awaitText("#connection", "No response yet: .* the browser waits for a free connection\\. .*");
        browser.awaitText("#as-of", "Old prices: .*");
        browser.find("#crowd [type=reset]").click();
        browser.awaitText("#connection", "Connected: .*");
    }

    private void open() {
        server = new StreamingServer(0, market);
        market.move("ACME", 101_25, System.currentTimeMillis());
        browser.open(server.uri());
        browser.run("window.tabs = []");
        browser.awaitText("#connection", "Connected: .*");
        browser.awaitText("#protocol", "HTTP/1.1");
    }

    private static void openSixMore() {
        browser.find("#crowd button").click();
    }

    private static void openTabs(int number) {
        browser.run("for (let i = 0; i < arguments[0]; i++) tabs.push(window.open(location.href))", number);
    }

    /** What the sixth tab that the first has opened says of its connection; nothing while its page has not come. */
    private static String seventhTab() {
        return (String) browser.run("return tabs[5].document.querySelector('#connection')?.textContent ?? ''");
    }

    private static void awaitLive(long tabs) {
        var script = """
                const live = (tab) => tab.document.querySelector("#connection")?.textContent.startsWith("Connected: ");
                return tabs.filter(live).length;
                """;
        awaitEqual("connected tabs besides the first", tabs, () -> browser.run(script));
    }
}
