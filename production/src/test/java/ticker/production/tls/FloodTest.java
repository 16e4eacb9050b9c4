package ticker.production.tls;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.production.Await.awaitEqual;
import static ticker.production.Await.awaitResult;
import static ticker.production.tls.Frames.CONTINUATION;
import static ticker.production.tls.Frames.DATA;
import static ticker.production.tls.Frames.END_HEADERS;
import static ticker.production.tls.Frames.END_STREAM;
import static ticker.production.tls.Frames.HEADERS;
import static ticker.production.tls.Frames.PING;
import static ticker.production.tls.Frames.PREFACE;
import static ticker.production.tls.Frames.PRIORITY;
import static ticker.production.tls.Frames.RST_STREAM;
import static ticker.production.tls.Frames.SETTINGS;
import static ticker.production.tls.Frames.WINDOW_UPDATE;
import static ticker.production.tls.Frames.frame;
import static ticker.production.tls.Frames.get;
import static ticker.production.tls.Frames.join;

import io.undertow.UndertowOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticker.production.ResponseStream;
import ticker.streaming.Market;
import ticker.streaming.Options;
import ticker.streaming.StreamingServer;

/** A client that floods its own connection, with TLS or with HTTP/2's frames, loses it. The others keep theirs. */
class FloodTest {
    private static final int PIECES = 1000; // of 1000 frames: no flood comes to its end

    /** What comes before a flood, and what is sent again and again. */
    enum Flood {
        OF_SETTINGS(frame(SETTINGS, 0, 0)),
        OF_PINGS(frame(PING, 0, 0, new byte[8])),
        OF_WINDOW_UPDATES(frame(WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1})),
        OF_PRIORITIES(frame(PRIORITY, 0, 3, new byte[] {0, 0, 0, 1, 16})),
        OF_UNKNOWN_FRAMES(frame(0x77, 0, 0, new byte[1000])),
        OF_EMPTY_DATA(frame(HEADERS, END_HEADERS, 1, get("/stream")), frame(DATA, 0, 1)),
        OF_EMPTY_CONTINUATIONS(frame(HEADERS, END_STREAM, 1, get("/stream")), frame(CONTINUATION, 0, 1));

        private final byte[] first;
        private final byte[] again;

        Flood(byte[] again) {
            this(new byte[0], again);
        }

        Flood(byte[] first, byte[] again) {
            this.first = first;
            this.again = again;
        }
    }

    private final Market market = new Market(0);
    private final StreamingServer server = new StreamingServer(Tls.listenWithHttp2On(0), market, Options.DEFAULT);
    private final LinkedBlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final Handler logHandler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLoggerName().matches("(io\\.undertow|org\\.xnio).*")
                    && line.getLevel().intValue() >= 900) {
                log.add(line.getMessage() + " " + line.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(logHandler);
    }

    @AfterEach
    void stop() {
        Logger.getLogger("").removeHandler(logHandler);
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void aFloodOfFramesEndsItsConnectionAndNoOther(Flood flood) throws Exception {
        try (var other = stream();
                var client = connect()) {
            client.getOutputStream().write(flood.first);

            assertLoses(
                    client,
                    piece -> join(
                            IntStream.range(0, 1000).mapToObj(i -> flood.again).toArray(byte[][]::new)));

            market.move("ACME", 101_25, 1000);
            assertTrue(other.next("]}\n").contains("\"price\":101.25"), "the other client gets the next price");
            assertEquals("[]", log.toString(), "what a client does is not logged");
        }
    }

    /** Rapid reset, CVE-2023-44487: each request costs the server work, and the client nothing. */
    @Test
    void aFloodOfRequestsThatAreTakenBackEndsItsConnectionAndNoOther() throws Exception {
        var get = get("/stream");
        var cancel = new byte[] {0, 0, 0, 8};
        try (var other = stream();
                var client = connect()) {
            assertLoses(
                    client,
                    piece -> join(IntStream.range(1000 * piece, 1000 * (piece + 1))
                            .map(i -> 2 * i + 1)
                            .mapToObj(i -> join(
                                    frame(HEADERS, END_HEADERS | END_STREAM, i, get), frame(RST_STREAM, 0, i, cancel)))
                            .toArray(byte[][]::new)));

            market.move("ACME", 101_25, 1000);
            assertTrue(other.next("]}\n").contains("\"price\":101.25"), "the other client gets the next price");
            assertEquals("[]", log.toString(), "what a client does is not logged");
        }
    }

    @Test
    void aRecordThatIsTooLongEndsItsConnection() throws Exception {
        try (var http1 = new StreamingServer(Tls.listenOn(0), market, Options.DEFAULT);
                var client =
                        new Socket(InetAddress.getLoopbackAddress(), http1.uri().getPort())) {
            var record = new byte[5 + 0xffff];
            record[0] = 0x16; // a handshake
            record[1] = 3;
            record[3] = (byte) 0xff;
            record[4] = (byte) 0xff;
            client.getOutputStream().write(record, 0, 5 + 0x5000);

            awaitResult("the server to close the connection", () -> end(client));
        }
    }

    @Test
    void aClientThatDoesNotBeginTheHandshakeIsHungUpOnWithoutHttp2() throws Exception {
        var listeners = Tls.listenOn(0).setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 100); // else a minute
        try (var http1 = new StreamingServer(listeners, market, Options.DEFAULT);
                var client =
                        new Socket(InetAddress.getLoopbackAddress(), http1.uri().getPort())) {
            awaitResult("the server to close the connection", () -> end(client));
        }
    }

    private interface Piece {
        byte[] bytes(int number);
    }

    private static void assertLoses(SSLSocket client, Piece piece) throws Exception {
        var reader = new Thread(() -> end(client));
        reader.setDaemon(true);
        reader.start();
        awaitResult("the server to close the connection of a client that floods it", () -> {
            try {
                for (int i = 0; i < PIECES; i++) {
                    client.getOutputStream().write(piece.bytes(i));
                }
                throw new AssertionError(String.format(ROOT, "The server took all of %d,000 frames.", PIECES));
            } catch (IOException closed) {
                return closed;
            }
        });
    }

    /** Reads until the server closes the connection. */
    private static Object end(Socket client) {
        try {
            return client.getInputStream().readAllBytes().length;
        } catch (IOException reset) {
            return reset;
        }
    }

    private SSLSocket connect() throws Exception {
        var context = Trust.in(Trust.certificateOf(server.uri()));
        var socket = (SSLSocket) context.getSocketFactory()
                .createSocket("localhost", server.uri().getPort());
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        assertEquals("h2", socket.getApplicationProtocol());
        socket.getOutputStream().write(join(PREFACE, frame(SETTINGS, 0, 0)));
        return socket;
    }

    /** A well-behaved client. */
    private ResponseStream stream() throws Exception {
        var client = HttpClient.newBuilder()
                .sslContext(Trust.in(Trust.certificateOf(server.uri())))
                .build();
        var request =
                HttpRequest.newBuilder(URI.create(server.uri() + "stream")).build();
        var response = awaitResult("a stream", () -> client.send(request, BodyHandlers.ofInputStream()));
        awaitEqual("the status", 200, response::statusCode);
        return new ResponseStream(response.body());
    }
}
