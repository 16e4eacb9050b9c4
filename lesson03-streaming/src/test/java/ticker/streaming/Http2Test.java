package ticker.streaming;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same streams over TLS, where both sides agree on HTTP/2 if both speak it. */
@Timeout(20)
class Http2Test {
    private final Market market = new Market(0);
    private final StreamingServer server = new StreamingServer(0, market, Limits.STANDARD, true);
    private Door door;
    private HttpClient client;

    @BeforeEach
    void open() throws Exception {
        door = new Door();
        door.leadTo(server.uri());
        client = client(Version.HTTP_2);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        door.close();
    }

    @ParameterizedTest
    @CsvSource({"HTTP_2, /events", "HTTP_2, /stream", "HTTP_1_1, /events", "HTTP_1_1, /stream"})
    void theServerSpeaksWhatTheClientPrefers(Version version, String path) throws Exception {
        client = client(version);

        var answer = get(path);

        assertEquals(version, answer.version());
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
        try (var stream = lines(answer)) {
            for (int price = 1; price <= 20; price++) {
                market.move("ACME", price, price);
                assertEquals(price, Quotes.parse(data(stream)).seq());
            }
        }
    }

    @Test
    void sevenStreamsShareOneConnection() throws Exception {
        var streams = sevenStreams();

        market.move("ACME", 101_25, 1000);

        for (var stream : streams) {
            assertEquals(1, Quotes.parse(data(stream)).seq());
        }
        assertEquals(1, door.connections());
    }

    @Test
    void aReaderWhoEndsOneStreamLeavesTheOthersOnItsConnectionAlone() throws Exception {
        var streams = sevenStreams();

        streams.remove(0).close();

        await("the server to know").until(() -> server.streams().count() == 6);
        market.move("ACME", 101_25, 1000);
        for (var stream : streams) {
            assertEquals(1, Quotes.parse(data(stream)).seq());
        }
    }

    @Test
    void aServerThatStopsEndsItsStreams() throws Exception {
        try (var stream = lines(get("/stream"))) {
            server.close();

            assertEquals(null, stream.readLine());
        }
    }

    private List<BufferedReader> sevenStreams() throws Exception {
        var streams = new ArrayList<BufferedReader>();
        for (int i = 0; i < 7; i++) {
            streams.add(lines(get("/events")));
        }
        assertEquals(7, server.streams().count());
        return streams;
    }

    private HttpResponse<InputStream> get(String path) throws Exception {
        var uri = URI.create("https://localhost:%d%s".formatted(door.port(), path));
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
    }

    private static BufferedReader lines(HttpResponse<InputStream> answer) {
        return new BufferedReader(new InputStreamReader(answer.body()));
    }

    private static byte[] data(BufferedReader stream) throws IOException {
        var line = stream.readLine();
        while (!line.contains("{")) {
            line = stream.readLine();
        }
        return line.substring(line.indexOf('{')).getBytes();
    }

    private static HttpClient client(Version version) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Gullible()}, null);
        return HttpClient.newBuilder().sslContext(context).version(version).build();
    }

    /** Trusts whoever is there. */
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
