package ticker.handshake;

import static java.util.regex.Pattern.quote;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.Await.await;

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
    private static final String OTHER = "x3JJHMbDL1EzLkh9GBhXDw==";

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {"200 > [null]", "200 > {}", "400 > {}", "400 > {\"detail\":42}", "502 > <h1>Bad Gateway</h1>"})
    void whateverRespondsTheKeyIsSaidToBeUnchecked(int status, String body) {
        browser.run("fetch = async () => new Response(arguments[1], { status: arguments[0] })", status, body);

        fill(OTHER, "");

        browser.awaitText("#key-verdict", "The server has not checked this key: .*");
    }

    @Test
    void aKeyCanBeMade() {
        browser.find("#make").click();

        var key = browser.find("#calculator [name=key]").getDomProperty("value");
        browser.awaitText("#step-accept", quote(Handshake.accept(key)));
        assertEquals(Optional.empty(), Mistakes.inKey(key), () -> "what is wrong with the key " + key);
    }

    @Test
    void itComparesWithTheResponseOnThisVeryConnection() {
        browser.awaitText("#request", "GET /quotes\\?.*");
        browser.find("#take").click();

        var key = browser.find("#calculator [name=key]").getDomProperty("value");
        var request = browser.text("#request");
        assertTrue(request.contains("Sec-WebSocket-Key: " + key), () -> key + " is not the key of\n" + request);
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
        assertEquals(1L, browser.run("""
                return performance.getEntriesByType("resource").filter(({ name }) => name.includes("mistakes?")).length;
                """), "the list of a key is asked for once");
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
        assertEquals("", browser.text("#step-accept"), "the Accept of a wrong key");
    }

    @Test
    void whileTheServerHasNotSpokenNothingIsSaidAboutTheKey() {
        holdResponses();

        fill(OTHER, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");

        assertEquals("Asking the server about this key …", browser.text("#key-verdict"));
        assertEquals("", browser.text("#step-accept"), "the Accept of the last key");
        assertEquals("", browser.text("#verdict"), "the verdict on the last key");
        release(OTHER);
        browser.awaitText("#key-verdict", "This key may be sent: 16 bytes in Base64.");
        browser.awaitText("#verdict", "It is not the Accept of this key, nor one of the usual mistakes.");
    }

    @Test
    void theNewestKeyWinsWhenResponsesOvertakeOneAnother() {
        holdResponses();
        fill("the sample nonce", "");
        fill(OTHER, "");

        release(OTHER);
        browser.awaitText("#key-verdict", "This key may be sent: 16 bytes in Base64.");
        release("the sample nonce");
        await("the late response to be read", () -> browser.run("return heard"), "the sample nonce"::equals);

        assertEquals("This key may be sent: 16 bytes in Base64.", browser.text("#key-verdict"));
        assertEquals(Handshake.accept(OTHER), browser.text("#step-accept"));
    }

    @Test
    void whenTheServerIsGoneTheStepsAreComputedAndNothingIsMadeUp() {
        server.close();

        fill(OTHER, Mistakes.of(OTHER).get(0).accept());
        browser.awaitText(
                "#key-verdict", "The server has not checked this key: is it running\\? Change the key to ask again.");
        browser.awaitText("#step-accept", quote(Handshake.accept(OTHER)));
        browser.awaitText("#verdict", "It is not the Accept of this key. The server has not said which mistake it is.");

        fill(OTHER, Handshake.accept(OTHER));
        browser.awaitText("#verdict", "Right: .*");
    }

    /** From now on the server's response about a key waits until it is released. */
    private static void holdResponses() {
        browser.run("""
                const real = window.fetch;
                window.held = {};
                window.fetch = async (url, ...options) => {
                  const key = new URL(url, location.href).searchParams.get("key");
                  if (!key) return real(url, ...options);
                  await new Promise((released) => (held[key] = released));
                  const response = await real(url, ...options);
                  const body = await response.json();
                  return {
                    ok: response.ok,
                    status: response.status,
                    json: async () => {
                      setTimeout(() => (window.heard = key)); // when the page has made of it what it does
                      return body;
                    },
                  };
                };
                """);
    }

    private static void release(String key) {
        await(
                "the page to ask about " + key,
                () -> browser.run("return arguments[0] in held", key),
                Boolean.TRUE::equals);
        browser.run("held[arguments[0]]()", key);
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
