package ticker.production.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.production.Await.awaitEqual;
import static ticker.production.WebSocketTestClient.handshake;

import io.undertow.Undertow;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import ticker.production.WebSocketTestClient;
import ticker.websocket.Market;
import ticker.websocket.Options;
import ticker.websocket.WebSocketServer;

/** A real nginx between the client and lesson 4's server. */
@Isolated("a container changes the network, and browsers then drop their connections")
@Tag("docker")
class WebSocketProxyTest {
    @RegisterExtension
    static final Nginx nginx =
            new Nginx("websocket", "default", "recommended", "without-host", "short-timeout", "sufficient-timeout");

    private static final Options ONE_PLACE = new Options(65536, 20, 1, 5000, 10_000, List.of(), false);

    private final Market market = new Market(0);
    private final WebSocketServer server =
            new WebSocketServer(Undertow.builder().addHttpListener(0, "localhost"), market, ONE_PLACE);

    @BeforeEach
    void leadToTheServer() {
        nginx.forwarder(8084).leadTo(server.uri());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aProxyThatDoesNotPassUpgradeOnMakesA426OfIt() {
        var refusal = handshake(quotes("default"));

        assertTrue(refusal.startsWith("426 "), "the server takes it for an ordinary request: " + refusal);
    }

    @Test
    void withUpgradeAndConnectionPassedOnBothSidesTalk() throws Exception {
        try (var client = new WebSocketTestClient(quotes("recommended"))) {
            client.send("{\"subscribe\":[\"*\"]}");
            assertEquals("{\"seq\":0,\"quotes\":[]}", client.next());
            market.move("ACME", 101_25, 1000);
            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}""", client.next());

            client.send("""
                    {"order":{"id":"c-17","symbol":"ACME","side":"buy","quantity":10}}""");

            assertEquals("""
                    {"ack":{"id":"c-17","symbol":"ACME","side":"buy","quantity":10,"price":101.25,"seq":1}}""", client.next());
        }
    }

    @Test
    void aClientThatLeavesTheProxyLeavesTheServer() {
        var client = new WebSocketTestClient(quotes("recommended"));
        assertTrue(handshake(server.uri().resolve("/quotes")).startsWith("503 "), "the only place is taken");

        client.close();

        awaitPlace();
    }

    @Test
    void aSocketThatIsSilentForTooLongIsClosedWithoutACloseFrame() throws Exception {
        try (var client = new WebSocketTestClient(quotes("short-timeout"))) {
            assertEquals("1006", client.end());
        }

        awaitPlace();
    }

    @Test
    void aSocketWithAMessageWithinTheTimeoutIsNotClosed() throws Exception {
        try (var client = new WebSocketTestClient(quotes("sufficient-timeout"))) {
            client.send("{\"subscribe\":[\"*\"]}").next();

            for (int i = 0; i < 3; i++) { // one after each five seconds; the proxy waits for six
                assertEquals("{\"seq\":0,\"quotes\":[]}", client.next());
            }
        }
    }

    @Test
    void ourOwnPageGetsInWhenTheProxyPassesOnTheHost() {
        assertEquals("101", handshake(quotes("recommended"), origin("recommended")));
    }

    @Test
    void ourOwnPageIsAForeignOneWhenTheProxyChangesTheHost() {
        var refusal = handshake(quotes("without-host"), origin("without-host"));

        assertTrue(refusal.startsWith("403 "), refusal);
    }

    @Test
    void aForeignPageIsRefusedBehindAProxyToo() {
        var refusal = handshake(quotes("recommended"), "http://evil.example");

        assertTrue(refusal.startsWith("403 "), refusal);
    }

    private static URI quotes(String recipe) {
        return nginx.uri(recipe).resolve("/quotes");
    }

    /** The origin of the page that the proxy shows. */
    private static String origin(String recipe) {
        return nginx.uri(recipe).toString().replaceFirst("/$", "");
    }

    private void awaitPlace() {
        awaitEqual(
                "what the next client meets",
                "101",
                () -> handshake(server.uri().resolve("/quotes")));
    }
}
