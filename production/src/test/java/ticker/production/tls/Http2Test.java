package ticker.production.tls;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.production.Await.await;
import static ticker.production.Await.awaitEqual;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticker.production.PortForwarder;
import ticker.production.ResponseStream;
import ticker.streaming.Market;
import ticker.streaming.Options;
import ticker.streaming.StreamingServer;

/** Lesson 3's streams over TLS, where both sides agree on HTTP/2 if both speak it. */
class Http2Test {
    private static final int STREAMS = 7;
    private static final Options SEVEN_PLACES = new Options(STREAMS, 3_600_000, 3_600_000); // and no keep-alive

    private final Market market = new Market(0);
    private final StreamingServer server = new StreamingServer(Tls.listenWithHttp2On(0), market, SEVEN_PLACES);
    private PortForwarder forwarder;
    private HttpClient client;

    @BeforeEach
    void open() throws Exception {
        forwarder = new PortForwarder();
        forwarder.leadTo(server.uri());
        client = client(Version.HTTP_2);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        forwarder.close();
    }

    @ParameterizedTest
    @CsvSource({"HTTP_2, /events", "HTTP_2, /stream", "HTTP_1_1, /events", "HTTP_1_1, /stream"})
    void theServerSpeaksWhatTheClientPrefers(Version version, String path) throws Exception {
        client = client(version);

        var response = get(path);

        assertEquals(version, response.version());
        assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
        try (var stream = new ResponseStream(response.body())) {
            for (int price = 1; price <= 20; price++) {
                market.move("ACME", price, price);
                assertNext(price, stream);
            }
        }
    }

    @Test
    void sevenStreamsShareOneConnection() throws Exception {
        var streams = sevenStreams();

        market.move("ACME", 101_25, 1000);

        for (var stream : streams) {
            assertNext(1, stream);
        }
        assertEquals(1, forwarder.connections());
    }

    @Test
    void aClientThatEndsOneStreamLeavesTheOthersOnItsConnectionAlone() throws Exception {
        var streams = sevenStreams();
        assertEquals(503, statusOfOneMore(), "all places are taken");

        streams.remove(0).close();

        awaitEqual("the status that one more stream gets", 200, this::statusOfOneMore);
        market.move("ACME", 101_25, 1000);
        for (var stream : streams) {
            assertNext(1, stream);
        }
        assertEquals(1, forwarder.connections());
    }

    @Test
    void aServerThatStopsEndsItsStreams() throws Exception {
        try (var stream = new ResponseStream(get("/stream").body())) {
            server.close();

            assertEquals("", stream.rest());
        }
    }

    private List<ResponseStream> sevenStreams() throws Exception {
        var streams = new ArrayList<ResponseStream>();
        for (int i = 0; i < STREAMS; i++) {
            streams.add(new ResponseStream(get("/events").body()));
        }
        return streams;
    }

    private static void assertNext(int seq, ResponseStream stream) throws Exception {
        var message = stream.next("]}\n");
        assertTrue(message.contains(String.format(ROOT, "{\"seq\":%d,", seq)), message);
    }

    private int statusOfOneMore() throws Exception {
        var response = get("/events");
        response.body().close();
        return response.statusCode();
    }

    private HttpResponse<InputStream> get(String path) throws Exception {
        var uri = URI.create(String.format(ROOT, "https://localhost:%d%s", forwarder.port(), path));
        var request = HttpRequest.newBuilder(uri).build();
        return await(
                "the headers of the response to " + request, client.sendAsync(request, BodyHandlers.ofInputStream()));
    }

    private HttpClient client(Version version) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(Trust.in(Trust.certificateOf(server.uri())))
                .version(version)
                .build();
    }
}
