package ticker.streaming;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.streaming.Await.await;
import static ticker.streaming.Await.awaitEqual;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server with a clock that the test sets. */
class KeepAliveTest {
    /** More than all buffers between server and client can hold: when a client has read so much, the server has written again. */
    private static final int MORE_THAN_BUFFERED = 250_000;

    private final AtomicLong now = new AtomicLong(5_000_000);
    private final Market market = new Market(0);
    private final StreamingServer server =
            new StreamingServer(Server.listenOn(0), market, Options.DEFAULT, new Subscribers(market, 10, now::get));

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"/events, ': still here\n\n', 'retry: 1[0-9]{3}\n\n'", "/stream, '\n', ''"})
    void aClientWithoutNewsGetsAKeepAliveAfterFifteenSeconds(String path, String keepAlive, String opening)
            throws Exception {
        try (var stream = new Chunks(server.uri(), path)) {
            checkAfter(14_999);
            checkAfter(1);
            server.close();

            var body = stream.body("never");
            assertTrue(
                    body.matches(opening + keepAlive), () -> "one keep-alive, and not a millisecond too soon: " + body);
        }
    }

    @Test
    void thereIsAKeepAliveEveryFifteenSeconds() throws Exception {
        try (var stream = new Chunks(server.uri(), "/stream")) {
            for (int second = 1; second <= 60; second++) {
                checkAfter(1000);
            }
            server.close();

            assertEquals("\n".repeat(4), stream.body("never"), "the line feeds of a minute: one each 15 s");
        }
    }

    @Test
    void newsIsAKeepAliveToo() throws Exception {
        try (var stream = new Chunks(server.uri(), "/stream")) {
            checkAfter(10_000);
            market.move("ACME", 101_25, 1000);
            var news = stream.body("\n"); // read before the clock moves: so it is certain when it was sent
            checkAfter(14_999);
            server.close();

            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}
                    """, news + stream.body("never"));
        }
    }

    @Test
    void aClientThatTakesNothingForAMinuteIsDropped() throws Exception {
        try (var stalled = largeMessage()) {
            long start = now.get();
            awaitEqual("open streams", 0, () -> {
                checkAfter(10_000);
                return server.subscribers().count();
            });
            // The server writes as long as the socket accepts something: the minute begins some checks later.
            long seconds = (now.get() - start) / 1000;
            assertTrue(
                    seconds <= 120,
                    "A client that takes nothing for a minute is dropped, not after " + seconds + " s.");
            assertFalse(stalled.isClosed(), "by the server, not by the client");
        }
    }

    @Test
    void aSlowClientThatTakesSomethingEveryMinuteIsNotDropped() throws Exception {
        try (var slow = largeMessage()) {
            for (int part = 0; part < 3; part++) {
                assertEquals(
                        MORE_THAN_BUFFERED, read(slow, MORE_THAN_BUFFERED).length(), "bytes before the stream ended");
                checkAfter(59_999);
            }

            assertEquals(1, server.subscribers().count(), "open streams");
        }
    }

    /** A socket accepts more only when about a third of what it holds has been read. */
    @Test
    void aClientThatReadsAllAlongButTooLittleInAMinuteIsDropped() throws Exception {
        try (var slow = largeMessage()) {
            awaitEqual("open streams, though the client reads 10 000 bytes in each minute", 0, () -> {
                assertEquals(10_000, read(slow, 10_000).length(), "bytes that the client reads before it is dropped");
                checkAfter(60_000);
                return server.subscribers().count();
            });
        }
    }

    private Socket largeMessage() throws IOException {
        market.move("X".repeat(4 * MORE_THAN_BUFFERED), 1, 1000);
        var socket = new Socket();
        socket.setReceiveBufferSize(64 * 1024); // otherwise it grows while the client reads
        socket.setSoTimeout((int) Await.LIMIT.toMillis());
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.uri().getPort()));
        socket.getOutputStream().write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
        assertEquals("HTTP/1.1 200 OK", read(socket, 15));
        return socket;
    }

    private static String read(Socket socket, int length) throws IOException {
        try {
            return new String(socket.getInputStream().readNBytes(length));
        } catch (SocketTimeoutException late) {
            throw new AssertionError(
                    String.format(
                            ROOT, "Nothing came for %d s, and %d bytes were awaited.", Await.LIMIT.toSeconds(), length),
                    late);
        }
    }

    @Test
    void aClientThatHasNoNewsForAnHourIsNotDropped() throws Exception {
        try (var stream = new Chunks(server.uri(), "/stream")) {
            for (int minute = 1; minute <= 60; minute++) {
                checkAfter(60_000);
            }
            market.move("ACME", 101_25, 1000);

            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}
                    """, stream.body("}\n").strip() + "\n");
        }
    }

    /** The server waits at most a second for its I/O threads. On a busy machine they may need longer: then it checks again. */
    private void checkAfter(long millis) {
        now.addAndGet(millis);
        await("a check of all streams in less than 1000 ms", this::check, took -> took < 1000);
    }

    private long check() {
        long start = System.nanoTime();
        server.subscribers().check();
        return (System.nanoTime() - start) / 1_000_000;
    }
}
