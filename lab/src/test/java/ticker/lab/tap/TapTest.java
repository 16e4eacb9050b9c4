package ticker.lab.tap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TapTest {
    private static final int MEGABYTE = 1024 * 1024;

    @Test
    void aMegabyteEachWayArrivesAsItWasSent() throws Exception {
        var up = random(1);
        var down = random(2);
        var seen = new Seen();
        try (var ends = new Ends(connection -> seen);
                var reader = ends.reader();
                var server = ends.server()) {
            var sentUp = sendInOddPieces(reader, up);
            var sentDown = sendInOddPieces(server, down);
            var arrivedUp = readAll(server);
            var arrivedDown = readAll(reader);

            CompletableFuture.allOf(sentUp, sentDown).get(20, SECONDS);
            assertArrayEquals(up, arrivedUp.get(20, SECONDS), "what the reader sent");
            assertArrayEquals(down, arrivedDown.get(20, SECONDS), "what the server sent");
        }
        assertArrayEquals(up, seen.up.toByteArray(), "what the observer was told of the reader");
        assertArrayEquals(down, seen.down.toByteArray(), "what the observer was told of the server");
        assertEquals(Set.of("UP FIN", "DOWN FIN"), Set.copyOf(seen.ends));
    }

    @Test
    void whoHasSaidEverythingStillHearsTheAnswer() throws Exception {
        try (var ends = new Ends();
                var reader = ends.reader();
                var server = ends.server()) {
            reader.getOutputStream().write("question".getBytes(UTF_8));
            reader.shutdownOutput();
            assertEquals("question", new String(server.getInputStream().readAllBytes(), UTF_8));

            server.getOutputStream().write("answer".getBytes(UTF_8));
            server.shutdownOutput();
            assertEquals("answer", new String(reader.getInputStream().readAllBytes(), UTF_8));
        }
    }

    @Test
    void whoHasSaidEverythingAndThenBreaksOffIsKnownToBeGone() throws Exception {
        var seen = new Seen();
        try (var ends = new Ends(connection -> seen)) {
            var reader = ends.reader();
            var server = ends.server();
            reader.shutdownOutput();
            await("the goodbye").atMost(10, SECONDS).until(() -> seen.ends.equals(List.of("UP FIN")));
            reader.setSoLinger(true, 0);
            reader.close();

            server.getOutputStream().write("to nobody".getBytes(UTF_8)); // only who writes can notice

            await("the end").atMost(10, SECONDS).until(() -> seen.ends.equals(List.of("UP FIN", "DOWN RST")));
        }
    }

    @Test
    void aServerThatHasSaidEverythingStillListens() throws Exception {
        try (var ends = new Ends();
                var reader = ends.reader();
                var server = ends.server()) {
            server.shutdownOutput();
            assertEquals(-1, reader.getInputStream().read());

            reader.getOutputStream().write("noted".getBytes(UTF_8));
            reader.shutdownOutput();
            assertEquals("noted", new String(server.getInputStream().readAllBytes(), UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResetIsPassedOn(Direction direction) throws Exception {
        var seen = new Seen();
        try (var ends = new Ends(connection -> seen);
                var reader = ends.reader();
                var server = ends.server()) {
            var broken = direction == Direction.UP ? reader : server;
            var other = direction == Direction.UP ? server : reader;
            broken.setSoLinger(true, 0); // then close() breaks off, without a goodbye
            broken.close();

            var reset = assertThrows(
                    SocketException.class, () -> other.getInputStream().read());
            assertTrue(reset.getMessage().contains("reset"), reset::getMessage);
        }
        assertEquals(List.of(direction + " RST"), seen.ends);
    }

    @Test
    void aReaderWhoStopsReadingStallsTheServerAndNotTheMemory() throws Exception {
        try (var ends = new Ends();
                var reader = ends.reader();
                var server = ends.server()) {
            var flood = new Flood(server);

            long stalled = flood.awaitStill();

            assertTrue(
                    stalled < 16 * MEGABYTE,
                    () -> "the server got rid of %d bytes that nobody has read".formatted(stalled));
            reader.getInputStream().skipNBytes(4 * stalled); // and now it goes on
            ends.tap.cut(Cut.RST);
            flood.awaitEnd();
        }
    }

    @Test
    void aReaderIsToldWhenTheServerIsDown() throws Exception {
        try (var ends = new Ends()) {
            ends.stopListening();

            try (var reader = ends.reader()) {
                assertThrows(
                        SocketException.class, () -> reader.getInputStream().read(), "the connection should be reset");
            }
        }
    }

    @Test
    void aPortInUseIsRefusedInOneSentence() throws Exception {
        try (var ends = new Ends()) {
            int port = ends.tap.port();

            var refusal = assertThrows(IllegalArgumentException.class, () -> new Tap(port, 1, connection -> null));

            assertEquals("Port %d is taken. Choose another one: -Dport=9080".formatted(port), refusal.getMessage());
        }
    }

    @Test
    void aThousandConnectionsDoNotDisturbEachOther() throws Exception {
        var numbers = new CopyOnWriteArrayList<Integer>();
        var readers = new ArrayList<Socket>();
        var servers = new ArrayList<Socket>();
        try (var ends = new Ends(connection -> {
            numbers.add(connection);
            return null;
        })) {
            for (int i = 0; i < 1000; i++) {
                readers.add(ends.reader());
                servers.add(ends.server());
                readers.get(i).getOutputStream().write(("number " + i + ".").getBytes(UTF_8));
            }

            for (int i = 0; i < 1000; i++) {
                var told = new String(
                        servers.get(i)
                                .getInputStream()
                                .readNBytes(8 + Integer.toString(i).length()),
                        UTF_8);
                assertEquals("number " + i + ".", told);
                assertEquals(i + 1, numbers.get(i));
            }
        } finally {
            for (var socket : readers) {
                socket.close();
            }
            for (var socket : servers) {
                socket.close();
            }
        }
    }

    @Test
    void anObserverThatFailsDisturbsNothing() throws Exception {
        var calls = new AtomicLong();
        try (var log = new Log(Witness.class);
                var ends = new Ends(connection -> new Failing(calls));
                var reader = ends.reader();
                var server = ends.server()) {
            for (var word : List.of("one", "two", "six")) {
                reader.getOutputStream().write(word.getBytes(UTF_8));
                assertEquals(word, new String(server.getInputStream().readNBytes(3), UTF_8));
            }
            await("the failure to be told").until(() -> !log.messages().isEmpty());
            assertEquals(List.of("Connection 1 is watched no longer"), log.messages());
        }
        assertEquals(1, calls.get(), "it should be told no more after its first failure");
    }

    @Test
    void anObserverThatCannotEvenBeMadeDisturbsNothing() throws Exception {
        try (var log = new Log(Witness.class);
                var ends = new Ends(connection -> {
                    throw new IllegalStateException("on purpose");
                });
                var reader = ends.reader();
                var server = ends.server()) {
            reader.getOutputStream().write(7);

            assertEquals(7, server.getInputStream().read());
            assertEquals(List.of("Connection 1 is watched no longer"), log.messages());
        }
    }

    @Test
    void closingEndsEveryConnectionAndFreesThePort() throws Exception {
        try (var ends = new Ends();
                var reader = ends.reader();
                var server = ends.server()) {
            ends.tap.close();

            assertEquals(-1, reader.getInputStream().read());
            assertEquals(-1, server.getInputStream().read());
            new Tap(ends.tap.port(), 1, connection -> null).close();
        }
    }

    @Test
    void whatTheServerSaidLastStillArrivesWhenBothAreClosed() throws Exception {
        try (var ends = new Ends();
                var reader = ends.reader();
                var server = ends.server()) {
            server.getOutputStream().write("goodbye".getBytes(UTF_8));
            server.shutdownOutput();
            ends.tap.close();

            assertEquals("goodbye", new String(reader.getInputStream().readAllBytes(), UTF_8));
        }
    }

    private static byte[] random(long seed) {
        var bytes = new byte[MEGABYTE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static CompletableFuture<Void> sendInOddPieces(Socket socket, byte[] bytes) {
        return runAsync(() -> {
            var lengths = new Random(3);
            try {
                for (int at = 0; at < bytes.length; ) {
                    int length = Math.min(1 + lengths.nextInt(3001), bytes.length - at);
                    socket.getOutputStream().write(bytes, at, length);
                    at += length;
                }
                socket.shutdownOutput();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    private static CompletableFuture<byte[]> readAll(Socket socket) {
        return supplyAsync(() -> {
            try {
                return socket.getInputStream().readAllBytes();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    private record Failing(AtomicLong calls) implements Observer {
        @Override
        public void passed(Direction direction, ByteBuffer bytes, double time) {
            calls.incrementAndGet();
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void ended(Direction direction, boolean reset, double time) {
            calls.incrementAndGet();
        }
    }
}
