package ticker.longpolling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessibilityTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private final Market market = new Market(System.currentTimeMillis());
    private final LongPollingServer server = new LongPollingServer(0, market);

    @BeforeEach
    void open() {
        market.move("ACME", 101_00, System.currentTimeMillis());
        browser.open(server.uri());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"light, 1280", "dark, 1280", "light, 390", "dark, 390"})
    void axeFindsNothing(String theme, int width) {
        browser.theme(theme);
        browser.width(width);
        browser.awaitText("#board tbody", "ACME .*");

        assertEquals(List.of(), browser.accessibilityFaults());
        assertEquals(
                true,
                browser.run("return document.documentElement.scrollWidth <= innerWidth"),
                "nothing hangs over the edge");
    }

    @Test
    void axeFindsNothingWhilePricesStandStillNorWhenTheServerIsGone() {
        browser.awaitText("#connection", "Connected: .*");
        server.halt(true);
        browser.awaitText("#connection", "Prices stand still: .*");
        assertEquals(List.of(), browser.accessibilityFaults());

        server.close();
        browser.awaitText("#connection", ".*(can’t be reached|is stopping)\\..*");
        assertEquals(List.of(), browser.accessibilityFaults());
    }
}
