package ticker.production.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.http.HttpClient;
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
        var http = HttpClient.newBuilder()
                .sslContext(Trust.in(Trust.certificateOf(server.uri())))
                .build();
        try (var client = new WebSocketTestClient(server.uri().resolve("/quotes"), http.newWebSocketBuilder())) {
            client.send("{\"subscribe\":[\"*\"]}");

            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}""", client.next());
        }
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
