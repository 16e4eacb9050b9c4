package ticker.websocket;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.awaitResult;

import java.net.http.HttpClient;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TlsTest {
    private static final Market MARKET = new Market(0);
    private static final WebSocketServer SERVER =
            new WebSocketServer(0, MARKET, new Options(65536, 20, 10, 5000, List.of(), false, true));

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void theSameOverTls() throws Exception {
        MARKET.move("ACME", 101_25, 1000);
        var http = HttpClient.newBuilder()
                .sslContext(trusting(awaitResult("the server's certificate", TlsTest::certificate)))
                .build();
        try (var client = new Client(SERVER.uri(), http.newWebSocketBuilder())) {
            client.send("{\"subscribe\":[\"*\"]}");

            assertTrue(client.next().contains("ACME"));
        }
    }

    @Test
    void whoDoesNotKnowTheCertificateDoesNotTalk() {
        var stranger = HttpClient.newHttpClient().newWebSocketBuilder();

        assertThrows(CompletionException.class, () -> new Client(SERVER.uri(), stranger));
    }

    /** What a browser shows when it asks whether to trust. */
    private static X509Certificate certificate() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Gullible()}, null);
        try (var socket = (SSLSocket) context.getSocketFactory()
                .createSocket("localhost", SERVER.uri().getPort())) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLContext trusting(X509Certificate certificate) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        store.setCertificateEntry("localhost", certificate);
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static final class Gullible implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
