package ticker.websocket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.await;
import static ticker.websocket.Await.awaitEqual;

import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** A real nginx between the client and the server. */
@Isolated("a container changes the network, and browsers then drop their connections")
@Tag("docker")
class ProxyTest {
    @RegisterExtension
    static final Nginx nginx = new Nginx("default", "cured", "hostless", "impatient");

    private final AtomicLong now = new AtomicLong();
    private final Market market = new Market(0);
    private final WebSocketServer server = new WebSocketServer(0, market, Options.STANDARD, now::get);

    @BeforeEach
    void openTheDoor() {
        nginx.door(8084).leadTo(server.uri());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aProxyThatKeepsTheUpgradeToItselfMakesA426OfIt() throws Exception {
        var refused = assertThrows(CompletionException.class, () -> new Client(nginx.uri("default")));

        var answer = ((WebSocketHandshakeException) refused.getCause()).getResponse();
        assertEquals(426, answer.statusCode(), "the server thinks that somebody wants a page");
    }

    @Test
    void withUpgradeAndConnectionPassedOnBothSidesTalk() throws Exception {
        try (var client = new Client(nginx.uri("cured"))) {
            client.send("{\"subscribe\":[\"*\"]}");
            assertEquals("{\"seq\":0,\"quotes\":[]}", client.next());
            market.move("ACME", 101_25, 1000);
            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}""", client.next());

            client.send("""
                    {"order":{"id":"c-17","symbol":"ACME","side":"buy","quantity":10}}""");

            assertTrue(client.next().startsWith("{\"ack\":{\"id\":\"c-17\""));
        }
    }

    @Test
    void whoLeavesTheProxyLeavesTheServer() {
        var client = new Client(nginx.uri("cured"));
        awaitSessions(1);

        client.close();

        awaitSessions(0);
    }

    @Test
    void aSilentSocketIsCutWithoutAGoodbye() throws Exception {
        try (var client = new Client(nginx.uri("impatient"))) {
            assertEquals("1006", client.end());
        }

        awaitSessions(0);
    }

    @Test
    void aSocketWithAHeartbeatIsNotCut() throws Exception {
        try (var client = new Client(nginx.uri("impatient"))) {
            client.send("{\"subscribe\":[\"*\"]}").next();

            for (int i = 0; i < 4; i++) { // eight seconds; the proxy waits for six
                await("2 s", new CompletableFuture<Void>().completeOnTimeout(null, 2, SECONDS));
                now.addAndGet(5000);
                server.check();
                assertEquals("{\"seq\":0,\"quotes\":[]}", client.next());
            }
        }
    }

    @Test
    void ourOwnPageGetsInWhenTheProxyPassesOnTheHost() throws Exception {
        assertTrue(answer("cured", "http://localhost:8080").startsWith("HTTP/1.1 101 "));
    }

    @Test
    void ourOwnPageIsAForeignOneWhenTheProxyChangesTheHost() throws Exception {
        assertTrue(answer("hostless", "http://localhost:8080").startsWith("HTTP/1.1 403 "));
    }

    @Test
    void aForeignPageIsRefusedBehindAProxyToo() throws Exception {
        assertTrue(answer("cured", "http://evil.example").startsWith("HTTP/1.1 403 "));
    }

    /** What a page of this origin is told, by a proxy that is known as localhost:8080. */
    private static String answer(String recipe, String origin) throws Exception {
        try (var wire = new Wire(nginx.uri(recipe))) {
            wire.send(RawClient.HANDSHAKE.replace(
                    "Host: localhost\r\n", "Host: localhost:8080\r\nOrigin: %s\r\n".formatted(origin)));
            return wire.receive("\r\n\r\n");
        }
    }

    private void awaitSessions(int number) {
        awaitEqual("open sessions", number, server::sessions);
    }
}
