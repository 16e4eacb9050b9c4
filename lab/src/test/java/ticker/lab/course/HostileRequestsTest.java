package ticker.lab.course;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.stays;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.handshake.HandshakeServer;
import ticker.longpolling.LongPollingServer;
import ticker.polling.PollingServer;
import ticker.streaming.StreamingServer;
import ticker.websocket.WebSocketServer;

/** What no server of the course may take, and what none may log. Isolated, because it counts all that is logged. */
@Isolated
class HostileRequestsTest {
    private static final Map<URI, AutoCloseable> servers = new LinkedHashMap<>();

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add("%s %s".formatted(entry.getMessage(), entry.getThrown()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeAll
    static void start() {
        var polling = new PollingServer(0, new ticker.polling.Market(0));
        servers.put(polling.uri(), polling);
        var longPolling = new LongPollingServer(0, new ticker.longpolling.Market(0));
        servers.put(longPolling.uri(), longPolling);
        var streaming = new StreamingServer(0, new ticker.streaming.Market(0));
        servers.put(streaming.uri(), streaming);
        var webSocket = new WebSocketServer(0, new ticker.websocket.Market(0));
        servers.put(webSocket.uri(), webSocket);
        var handshake = new HandshakeServer(0, new ticker.handshake.Market(0));
        servers.put(handshake.uri(), handshake);
        var course = new Course(0, 2, 7, false);
        servers.put(course.uri(), course);
    }

    @AfterAll
    static void stop() throws Exception {
        for (var server : servers.values()) {
            server.close();
        }
        servers.clear();
    }

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void nothingIsLogged() {
        Logger.getLogger("").removeHandler(log);
        assertEquals(List.of(), logged, "lines in the log for what a client did");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', textBlock = """
            Content-Length: 99999999999999999999999               > 400
            Content-Length: 9223372036854775808                   > 400
            Content-Length: -5                                    > 400
            Content-Length: 0x1                                   > 400
            Content-Length: 1, 1                                  > 400
            Content-Length: 1|Content-Length: 2                   > 400
            Transfer-Encoding: chunked, gzip                      > 400
            Transfer-Encoding: chunked, chunked                   > 400
            Transfer-Encoding: identity                           > 400
            Transfer-Encoding: chunked|Content-Length: 1          > 400
            Transfer-Encoding: gzip, chunked                      > 501
            Transfer-Encoding: gzip|Transfer-Encoding: chunked    > 400
            """)
    void aBodyWithoutACertainEndIsRefusedAndTheConnectionClosed(String headers, int status) throws Exception {
        for (var server : servers.keySet()) {
            for (var request : List.of("POST /orders", "GET /quotes?after=0", "GET /")) {
                try (var wire = new Wire(server)) {
                    wire.send("%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n1\r\n{\r\n0\r\n\r\n"
                            .formatted(request, headers.replace("|", "\r\n")));

                    var response = wire.receiveAll();

                    assertTrue(
                            response.startsWith(String.format(ROOT, "HTTP/1.1 %d ", status)),
                            "%s%s with \"%s\": %s".formatted(server, request, headers, response));
                    assertEquals(0, response.lastIndexOf("HTTP/1.1 "), "a body was taken for a request: " + response);
                }
            }
        }
    }

    @Test
    void everyRefusalOfAMethodIsAProblemDocument() throws Exception {
        for (var server : servers.keySet()) {
            for (var path : List.of("/", "/style.css")) {
                try (var wire = new Wire(server)) {
                    wire.send("DELETE %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path));

                    var response = wire.receiveAll();

                    assertTrue(response.startsWith("HTTP/1.1 405 "), server + path + " should refuse it: " + response);
                    assertTrue(response.contains("Content-Type: application/problem+json\r\n"), response);
                    assertTrue(response.contains("\r\nAllow: "), response);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "TE, close", "Close", "keep-alive|Connection: close"})
    void aConnectionClosesWhenAnyOfItsOptionsIsClose(String options) throws Exception {
        for (var server : servers.keySet()) {
            try (var wire = new Wire(server)) {
                wire.send("GET /missing HTTP/1.1\r\nHost: localhost\r\nConnection: %s\r\n\r\n"
                        .formatted(options.replace("|", "\r\n")));

                assertTrue(wire.receiveAll().startsWith("HTTP/1.1 404 "), server + " should respond and close");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-0", "bytes=0-1,3-4", "bytes=-1", "bytes=999999999-", "bytes=0-0|If-Range: \"x\""})
    void aPageComesWholeWhateverPartIsAsked(String range) throws Exception {
        for (var server : servers.keySet()) {
            for (var path : List.of("/", "/style.css")) {
                var whole = ask(server, "GET", path, "X: y");
                var part = ask(server, "GET", path, "Range: " + range);
                var head = ask(server, "HEAD", path, "Range: " + range);

                assertTrue(whole.startsWith("HTTP/1.1 200 OK\r\n"), whole);
                assertFalse(whole.contains("Accept-Ranges"), whole);
                assertEquals(whole, part, server + path);
                assertEquals(whole.substring(0, whole.indexOf("\r\n\r\n") + 4), head, server + path);
            }
        }
    }

    private static String ask(URI server, String method, String path, String header) throws IOException {
        try (var wire = new Wire(server)) {
            wire.send("%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n\r\n"
                    .formatted(method, path, header.replace("|", "\r\n")));
            return wire.receiveAll().replaceFirst("Date: [^\r]+", "Date: …");
        }
    }

    @Test
    void headersOf16KibibytesPassAndLongerOnesDoNot() throws Exception {
        for (var server : servers.keySet()) {
            try (var wire = new Wire(server);
                    var second = new Wire(server)) {
                var request = "GET /missing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: ";
                wire.send(request + "x".repeat(16 * 1024 - 4 - request.length()) + "\r\n\r\n");
                second.send(request + "x".repeat(16 * 1024 - 3 - request.length()) + "\r\n\r\n");

                assertTrue(wire.receiveAll().startsWith("HTTP/1.1 404 "), server + " should take 16 KiB");
                assertTrue(second.receiveAll().startsWith("HTTP/1.1 400 "), server + " should not take more");
            }
        }
    }

    @Test
    void halfARequestBehindAWholeOneDoesNotHoldBackItsResponse() throws Exception {
        for (var server : servers.keySet()) {
            try (var wire = new Wire(server)) {
                wire.send("GET /missing HTTP/1.1\r\nHost: localhost\r\n\r\nGET /missing HT");
                assertTrue(wire.receive("\r\n\r\n").startsWith("HTTP/1.1 404 "), "the first response of " + server);

                wire.send("TP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

                assertTrue(wire.receiveAll().contains("HTTP/1.1 404 "), "the second response of " + server);
            }
        }
    }

    @Test
    void aClientThatGoesInTheMiddleOfItsBodyIsNoError() throws Exception {
        for (var server : servers.keySet()) {
            for (var body : List.of("Content-Length: 60\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n5\r\n{")) {
                for (var request : List.of("POST /orders", "GET /quotes?after=0", "GET /", "GET /events")) {
                    for (int i = 0; i < 40; i++) {
                        send(
                                server,
                                request + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + body,
                                i % 2 == 0);
                    }
                }
            }
        }

        stays("the log", Duration.ofMillis(500), () -> logged, List::isEmpty);
    }

    private static void send(URI server, String bytes, boolean reset) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            if (reset) {
                socket.setSoLinger(true, 0);
            }
        }
    }
}
