package ticker.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static ticker.streaming.Await.await;
import static ticker.streaming.Await.awaitEqual;
import static ticker.streaming.Await.awaitResult;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same streams over TLS, where both sides agree on HTTP/2 if both speak it. */
class Http2Test {
    private static final Limits QUIET = new Limits(100, 3_600_000, 3_600_000); // no sign of life comes in between

    private final Market market = new Market(0);
    private final StreamingServer server = new StreamingServer(0, market, QUIET, true);
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
        try (var stream = new Lines(answer)) {
            for (int price = 1; price <= 20; price++) {
                market.move("ACME", price, price);
                assertEquals(price, stream.quotes().seq());
            }
        }
    }

    @Test
    void sevenStreamsShareOneConnection() throws Exception {
        var streams = sevenStreams();

        market.move("ACME", 101_25, 1000);

        for (var stream : streams) {
            assertEquals(1, stream.quotes().seq());
        }
        assertEquals(1, door.connections());
    }

    @Test
    void aReaderWhoEndsOneStreamLeavesTheOthersOnItsConnectionAlone() throws Exception {
        var streams = sevenStreams();

        streams.remove(0).close();

        awaitEqual("open streams", 6, server.streams()::count);
        market.move("ACME", 101_25, 1000);
        for (var stream : streams) {
            assertEquals(1, stream.quotes().seq());
        }
    }

    @Test
    void aServerThatStopsEndsItsStreams() throws Exception {
        try (var stream = new Lines(get("/stream"))) {
            server.close();

            assertEquals(null, stream.line());
        }
    }

    private List<Lines> sevenStreams() throws Exception {
        var streams = new ArrayList<Lines>();
        for (int i = 0; i < 7; i++) {
            streams.add(new Lines(get("/events")));
        }
        assertEquals(7, server.streams().count());
        return streams;
    }

    private HttpResponse<InputStream> get(String path) throws Exception {
        var uri = URI.create("https://localhost:%d%s".formatted(door.port(), path));
        var request = HttpRequest.newBuilder(uri).build();
        return await("the head of the response to " + request, client.sendAsync(request, BodyHandlers.ofInputStream()));
    }

    private static HttpClient client(Version version) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Gullible()}, null);
        return HttpClient.newBuilder().sslContext(context).version(version).build();
    }

    /** A stream, line by line. */
    private static final class Lines implements AutoCloseable {
        private final InputStream body;
        private final BufferedReader reader;

        Lines(HttpResponse<InputStream> response) {
            body = response.body();
            reader = new BufferedReader(new InputStreamReader(body));
        }

        /** The next line; null at the end. */
        String line() throws Exception {
            return awaitResult("the next line of a stream, or its end", reader::readLine);
        }

        Quotes quotes() throws Exception {
            String line;
            do {
                line = line();
                assertNotNull(line, "the stream ended before the price came");
            } while (!line.contains("{"));
            return Quotes.parse(line.substring(line.indexOf('{')).getBytes());
        }

        /** Closes the body, not its reader: that would wait for a line which may never come. */
        @Override
        public void close() throws IOException {
            body.close();
        }
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
