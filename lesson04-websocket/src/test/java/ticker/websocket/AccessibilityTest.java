package ticker.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccessibilityTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private final Market market = new Market(System.currentTimeMillis());
    private final WebSocketServer server = new WebSocketServer(0, market);

    @BeforeEach
    void open() {
        market.move("ACME", 101_00, System.currentTimeMillis());
        browser.open(server.uri());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void axeFindsNothingInEitherThemeAtEitherWidth() {
        browser.awaitText("#frames", ".*↓.*");

        for (var theme : List.of("light", "dark")) {
            for (int width : List.of(1280, 390)) {
                browser.prefers("color-scheme", theme);
                browser.width(width);

                assertEquals(List.of(), browser.accessibilityFaults(), "%s, %d px wide".formatted(theme, width));
                assertEquals(
                        true,
                        browser.run("return document.documentElement.scrollWidth <= innerWidth"),
                        "nothing hangs over the edge, %s, %d px wide".formatted(theme, width));
            }
        }
    }

    @Test
    void axeFindsNothingWhenTheServerIsGone() {
        server.close();
        browser.awaitText("#connection", "Not connected .*");

        assertEquals(List.of(), browser.accessibilityFaults());
    }
}
