package ticker.production.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.production.Await.awaitEqual;
import static ticker.production.WebSocketTestClient.handshake;

import io.undertow.Undertow;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticker.handshake.HandshakeServer;
import ticker.handshake.Market;
import ticker.handshake.Options;
import ticker.production.WebSocketTestClient;

/** A real nginx between the client and lesson 5's server. */
@Isolated("a container changes the network, and browsers then drop their connections")
@Tag("docker")
class HandshakeProxyTest {
    @RegisterExtension
    static final Nginx nginx = new Nginx("handshake", "default", "http11", "upgrade", "recommended", "short-timeout");

    private static final Options QUIET = new Options(1000, 1, 60_000, 60_000, 1000);
    private static final Options LIVELY = new Options(1000, 1, 60_000, 2000, 1000);

    private final Market market = new Market(0);
    private HandshakeServer server;

    @BeforeEach
    void start() {
        start(QUIET);
    }

    private void start(Options options) {
        server = new HandshakeServer(Undertow.builder().addHttpListener(0, "localhost"), market, options);
        nginx.forwarder(8085).leadTo(server.uri());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "default, 400, `A handshake is made over HTTP/1.1, not HTTP/1.0.`",
                "http11, 426, `The handshake has no header \\\"Upgrade: websocket\\\".`",
                "upgrade, 400, `The handshake has no header \\\"Connection: Upgrade\\\".`",
            })
    void eachLineThatIsMissingInTheRecipeIsNamedInTheRefusal(String recipe, int status, String sentence) {
        var refusal = handshake(quotes(recipe));

        assertTrue(refusal.startsWith(status + " "), refusal);
        assertTrue(refusal.contains(sentence), refusal);
    }

    @Test
    void withAllLinesBothSidesTalk() throws Exception {
        market.move("ACME", 101_25, 1000);

        try (var client = new WebSocketTestClient(quotes("recommended"))) {
            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}""", client.next());
            market.move("ACME", 102_50, 2000);
            assertEquals("""
                    {"seq":2,"quotes":[{"seq":2,"symbol":"ACME","price":102.50,"time":2000}]}""", client.next());
        }

        awaitPlace();
    }

    @Test
    void theCloseHandshakePassesThrough() throws Exception {
        try (var client = new WebSocketTestClient(nginx.uri("recommended").resolve("/echo"))) {
            client.sendClose(1000, "done");

            assertEquals("1000", client.end().split(" ")[0]);
        }
    }

    @Test
    void aSilentConnectionIsClosedWithoutACloseFrame() throws Exception {
        try (var client = new WebSocketTestClient(quotes("short-timeout"))) {
            assertEquals("1006", client.end());
        }

        awaitPlace();
    }

    @Test
    void aConnectionWithPingsIsNotClosed() throws Exception {
        server.close();
        start(LIVELY);
        try (var client = new WebSocketTestClient(quotes("short-timeout"))) {
            for (int i = 0; i < 5; i++) { // one after each two seconds; the proxy waits for five
                client.awaitPing();
            }
            market.move("ACME", 101_25, 1000);

            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}""", client.next());
        }
    }

    private static URI quotes(String recipe) {
        return nginx.uri(recipe).resolve("/quotes");
    }

    private void awaitPlace() {
        awaitEqual(
                "what the next client meets",
                "101",
                () -> handshake(server.uri().resolve("/quotes")));
    }
}
