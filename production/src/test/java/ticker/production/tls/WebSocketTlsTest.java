package ticker.production.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.http.HttpClient;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ticker.production.WebSocketTestClient;
import ticker.websocket.Market;
import ticker.websocket.Options;
import ticker.websocket.WebSocketServer;

/** Lesson 4's socket over TLS. */
class WebSocketTlsTest {
    private final Market market = new Market(0);
    private final WebSocketServer server = new WebSocketServer(Tls.listenOn(0), market, Options.DEFAULT);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theSameOverTls() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var client = new WebSocketTestClient(server.uri().resolve("/quotes"), client().newWebSocketBuilder())) {
            client.send("{\"subscribe\":[\"*\"]}");

            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}""", client.next());
        }
    }

    @Test
    void ourOwnPageCameOverTlsToo() throws Exception {
        var host = server.uri().getAuthority();

        assertEquals("101", handshake("https://" + host));
        assertEquals("101", handshake("HTTPS://" + host.toUpperCase(Locale.ROOT)));
        assertEquals("""
                403 {"title":"Forbidden","status":403,"detail":"Pages of http://%s are not allowed here."}""".formatted(host), handshake("http://" + host));
    }

    private String handshake(String origin) throws Exception {
        return WebSocketTestClient.handshake(
                server.uri().resolve("/quotes"), client().newWebSocketBuilder().header("Origin", origin));
    }

    private HttpClient client() throws Exception {
        return HttpClient.newBuilder()
                .sslContext(Trust.in(Trust.certificateOf(server.uri())))
                .build();
    }

    @Test
    void aClientThatDoesNotTrustTheCertificateDoesNotTalk() {
        var stranger = HttpClient.newHttpClient().newWebSocketBuilder();

        var failure = assertThrows(
                CompletionException.class,
                () -> new WebSocketTestClient(server.uri().resolve("/quotes"), stranger));

        assertInstanceOf(SSLException.class, failure.getCause());
    }
}
