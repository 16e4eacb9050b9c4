package ticker.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.Await.await;
import static ticker.handshake.Await.awaitEqual;

import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real nginx between the reader and the server. */
@Isolated("a container changes the network, and browsers then drop their connections")
@Tag("docker")
class ProxyTest {
    @RegisterExtension
    static final Nginx nginx = new Nginx("default", "http11", "upgrade", "cured", "impatient");

    private static final Limits QUIET = new Limits(1000, 10, 60_000, 60_000, 1000);
    private static final Limits LIVELY = new Limits(1000, 10, 60_000, 2000, 1000);

    private final Market market = new Market(0);
    private HandshakeServer server = new HandshakeServer(0, market, QUIET);

    @BeforeEach
    void openTheDoor() {
        nginx.door(8085).leadTo(server.uri());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "default, `A handshake is made over HTTP/1.1, not HTTP/1.0.`",
                "http11, `The handshake has no header \\\"Upgrade: websocket\\\".`",
                "upgrade, `The handshake has no header \\\"Connection: Upgrade\\\".`",
            })
    void eachLineThatIsMissingInTheRecipeIsA400ThatNamesWhatIsMissing(String recipe, String sentence) throws Exception {
        try (var wire = new Wire(nginx.uri(recipe))) {
            wire.send(Handshake.request("localhost:8085", "/quotes", "dGhlIHNhbXBsZSBub25jZQ=="));

            var answer = wire.receive("}");

            assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), answer);
            assertTrue(answer.contains(sentence), answer);
        }
    }

    @Test
    void withAllLinesBothSidesTalk() throws Exception {
        market.move("ACME", 101_25, 1000);

        try (var client = new TestClient(quotes("cured"))) {
            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}""", client.receive().text());
            market.move("ACME", 102_50, 2000);
            assertEquals("""
                    {"seq":2,"quotes":[{"seq":2,"symbol":"ACME","price":102.50,"time":2000}]}""", client.receive().text());
        }

        awaitEqual("open connections", 0, server::connections);
    }

    @Test
    void theCloseHandshakePassesThrough() throws Exception {
        try (var client = new TestClient(nginx.uri("cured").resolve("/echo"))) {
            client.close(1000, "done");

            assertEquals(1000, client.receiveClose().code());
        }
    }

    @Test
    void aSilentConnectionIsCutWithoutACloseFrame() throws Exception {
        try (var peer = new Peer(nginx.uri("impatient"), "/quotes")) {
            assertEquals("", peer.receiveAll(), "the end, and no frame before it");
        }

        awaitEqual("open connections", 0, server::connections);
    }

    @Test
    void aConnectionWithPingsIsNotCut() throws Exception {
        server.close();
        server = new HandshakeServer(0, market, LIVELY);
        nginx.door(8085).leadTo(server.uri());
        try (var peer = new Peer(nginx.uri("impatient"), "/quotes")) {
            long start = System.nanoTime();
            await(
                    "ten seconds, twice the time-out of the proxy, in milliseconds",
                    () -> {
                        assertEquals("89 00", peer.receive(2), "a ping");
                        peer.send("8a 80 00 00 00 00");
                        return (System.nanoTime() - start) / 1_000_000;
                    },
                    passed -> passed > 10_000);
        }
    }

    private static URI quotes(String recipe) {
        return nginx.uri(recipe).resolve("/quotes");
    }
}
