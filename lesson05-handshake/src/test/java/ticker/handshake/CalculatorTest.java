package ticker.handshake;

import static java.util.regex.Pattern.quote;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page's handshake calculator. */
@Tag("browser")
class CalculatorTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private final HandshakeServer server = new HandshakeServer(0, new Market(0));

    @BeforeEach
    void open() {
        browser.open(server.uri());
        browser.awaitText("#verdict", "Right: .*");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyStepIsShown() {
        browser.awaitText("#step-text", "dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
        browser.awaitText("#step-digest", "b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea");
        browser.awaitText("#step-accept", "s3pPLMBiTxaQ9kYGzzhZRbK\\+xOo=");
        browser.awaitText("#verdict", "Right: this server has understood the handshake.");
    }

    @Test
    void aKeyCanBeMade() {
        browser.find("#make").click();

        var key = browser.find("#calculator [name=key]").getDomProperty("value");
        browser.awaitText("#step-accept", quote(Handshake.accept(key)));
        assertEquals(Optional.empty(), Mistakes.inKey(key));
    }

    @Test
    void itComparesWithTheAnswerOfThisVeryConnection() {
        browser.awaitText("#request", "GET /quotes\\?.*");
        browser.find("#take").click();

        var key = browser.find("#calculator [name=key]").getDomProperty("value");
        assertTrue(browser.text("#request").contains("Sec-WebSocket-Key: " + key));
        browser.awaitText("#step-accept", quote(Handshake.accept(key)));
        browser.awaitText("#verdict", "Right: .*");
    }

    @Test
    void itRecognisesTheSameMistakesAsTheServer() throws IOException {
        try (var mistakes = getClass().getResourceAsStream("mistakes.csv")) {
            for (var line : new String(mistakes.readAllBytes()).lines().toList()) {
                fill(KEY, line.split("\t")[0]);
                browser.awaitText("#verdict", quote(line.split("\t")[1]));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dGhlIHNhbXBsZSBub25jZQ",
        "dGhl_HNhbXBsZSBub25j-Q==",
        "7468652073616d706c65206e6f6e6365",
        "the sample nonce",
    })
    void aKeyThatIsNoKeyIsToldWhy(String key) {
        fill(key, "");

        browser.awaitText("#key-verdict", quote(Mistakes.inKey(key).orElseThrow()));
        assertEquals("", browser.text("#step-accept"), "there is nothing to compute");
    }

    private static void fill(String key, String accept) {
        browser.run("""
                const [key, accept] = document.querySelectorAll("[name=key], [name=accept]");
                key.value = arguments[0];
                accept.value = arguments[1];
                accept.dispatchEvent(new Event("input", { bubbles: true }));
                """, key, accept);
    }
}
