package ticker.lab.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitEqual;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import ticker.lab.decode.Direction;

@ResourceLock("the log of SafeObserver")
class TapTest {
    private static final int MEGABYTE = 1024 * 1024;

    /** As Linux says it. A test that runs with all rights can't be refused a port. */
    @ParameterizedTest
    @CsvSource({
        "Permission denied, needs special rights",
        "Keine Berechtigung, can't be used: Keine Berechtigung",
    })
    void aPortThatCannotBeHadIsToldWhy(String refusal, String reason) {
        assertEquals(
                "Port 80 %s. The course takes six ports in a row: -Dport=N takes N to N+5.".formatted(reason),
                Tap.reason(80, new BindException(refusal)));
    }

    @Test
    void aPortThatTheSystemChoosesIsOursInIpv4Only() throws Exception {
        try (var server = new ServerSocket(0);
                var tap = new Tap(0, server.getLocalPort(), connection -> new RecordingObserver())) {
            assertThrows(IOException.class, () -> new Socket("::1", tap.port()).close());
        }
    }

    @Test
    void aChosenPortIsOursInBothFamiliesOfAddresses() throws Exception {
        int port;
        try (var any = new ServerSocket(0)) { // of all addresses
            port = any.getLocalPort();
        }
        try (var server = new ServerSocket(0);
                var tap = new Tap(port, server.getLocalPort(), connection -> new RecordingObserver())) {
            for (var address : Tap.addresses(port)) {
                try (var client = new Socket(address, tap.port());
                        var accepted = server.accept()) {
                    client.getOutputStream().write(7);

                    assertEquals(7, accepted.getInputStream().read(), address);
                }
            }
        }
    }

    @Test
    void anotherProgramOnThePortInIpv6HasTakenIt() throws Exception {
        if (Tap.addresses(1).size() < 2) {
            return; // then no browser can find another program there
        }
        try (var other = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            int port = other.getLocalPort();

            var refusal = assertThrows(
                    IllegalArgumentException.class, () -> new Tap(port, 1, connection -> new RecordingObserver()));

            assertEquals(
                    String.format(
                            ROOT,
                            "Port %d is taken. The course takes six ports in a row: -Dport=N takes N to N+5.",
                            port),
                    refusal.getMessage());
        }
    }

    @Test
    void aMegabyteEachWayArrivesAsItWasSent() throws Exception {
        var up = random(1);
        var down = random(2);
        var seen = new RecordingObserver();
        try (var ends = new TappedSockets(connection -> seen);
                var client = ends.client();
                var server = ends.server()) {
            var sentUp = sendInOddPieces(client, up);
            var sentDown = sendInOddPieces(server, down);
            var arrivedUp = Background.start("the server's ear", server::receiveAll);
            var arrivedDown = Background.start("the client's ear", client::receiveAll);

            await("the client to send a megabyte", sentUp);
            await("the server to send a megabyte", sentDown);
            assertArrayEquals(up, await("a megabyte at the server", arrivedUp), "what the client sent");
            assertArrayEquals(down, await("a megabyte at the client", arrivedDown), "what the server sent");
        }
        assertArrayEquals(up, seen.up.toByteArray(), "what the observer was told of the client");
        assertArrayEquals(down, seen.down.toByteArray(), "what the observer was told of the server");
        assertEquals(Set.of("UP FIN", "DOWN FIN"), Set.copyOf(seen.ends));
    }

    @Test
    void aClientThatHasSentEverythingStillGetsTheResponse() throws Exception {
        try (var ends = new TappedSockets();
                var client = ends.client();
                var server = ends.server()) {
            client.send("question");
            client.end();
            assertEquals("question", new String(server.receiveAll(), UTF_8));

            server.send("response");
            server.end();
            assertEquals("response", new String(client.receiveAll(), UTF_8));
        }
    }

    @Test
    void whoHasSaidEverythingAndThenBreaksOffIsKnownToBeGone() throws Exception {
        var seen = new RecordingObserver();
        try (var ends = new TappedSockets(connection -> seen);
                var client = ends.client();
                var server = ends.server()) {
            client.end();
            awaitEqual("ends that the observer was told", List.of("UP FIN"), () -> seen.ends);
            client.reset();

            server.send("to a closed connection"); // only a side that writes can notice

            awaitEqual("ends that the observer was told", List.of("UP FIN", "DOWN RST"), () -> seen.ends);
        }
    }

    @Test
    void aServerThatHasSaidEverythingStillListens() throws Exception {
        try (var ends = new TappedSockets();
                var client = ends.client();
                var server = ends.server()) {
            server.end();
            assertEquals("", new String(client.receiveAll(), UTF_8));

            client.send("noted");
            client.end();
            assertEquals("noted", new String(server.receiveAll(), UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResetIsPassedOn(Direction direction) throws Exception {
        var seen = new RecordingObserver();
        try (var ends = new TappedSockets(connection -> seen);
                var client = ends.client();
                var server = ends.server()) {
            var broken = direction == Direction.UP ? client : server;
            var other = direction == Direction.UP ? server : client;
            broken.reset();

            var reset = other.awaitReset();
            assertTrue(reset.contains("reset"), reset);
        }
        assertEquals(List.of(direction + " RST"), seen.ends);
    }

    @Test
    void aClientThatStopsReadingStallsTheServerAndFillsNoMemory() throws Exception {
        try (var ends = new TappedSockets();
                var client = ends.client();
                var server = ends.server()) {
            var flood = new Flood(server);

            long stalled = flood.awaitStill();

            assertTrue(
                    stalled <= Flood.TOO_MANY,
                    () -> String.format(ROOT, "the server could send %d bytes that the client has not read", stalled));
            for (long read = 0; read < 4 * stalled; read += 8192) { // and now it goes on
                assertEquals(8192, client.receive(8192).length(), "the flood should not end");
            }
            ends.tap.cut(Cut.RST);
            flood.awaitEnd();
        }
    }

    @Test
    void aClientIsToldWhenTheServerIsDown() throws Exception {
        try (var taken = new Socket()) { // its port is taken, and no server listens on it
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (var tap = new Tap(0, taken.getLocalPort(), connection -> null);
                    var client = Peer.to(tap.port())) {
                client.awaitReset();
            }
        }
    }

    @Test
    void aPortInUseIsRefusedInOneSentence() throws Exception {
        try (var ends = new TappedSockets()) {
            int port = ends.tap.port();

            var refusal = assertThrows(IllegalArgumentException.class, () -> new Tap(port, 1, connection -> null));

            assertEquals(
                    String.format(
                            ROOT,
                            "Port %d is taken. The course takes six ports in a row: -Dport=N takes N to N+5.",
                            port),
                    refusal.getMessage());
        }
    }

    @Test
    void aThousandConnectionsDoNotDisturbEachOther() throws Exception {
        var numbers = new CopyOnWriteArrayList<Integer>();
        var clients = new ArrayList<Peer>();
        var servers = new ArrayList<Peer>();
        try (var ends = new TappedSockets(connection -> {
            numbers.add(connection);
            return null;
        })) {
            for (int i = 0; i < 1000; i++) {
                clients.add(ends.client());
                servers.add(ends.server());
                clients.get(i).send("number " + i + ".");
            }

            for (int i = 0; i < 1000; i++) {
                var told = "number " + i + ".";
                assertEquals(told, servers.get(i).receive(told.length()));
                assertEquals(i + 1, numbers.get(i));
            }
        } finally {
            for (var peer : clients) {
                peer.close();
            }
            for (var peer : servers) {
                peer.close();
            }
        }
    }

    @Test
    void anObserverThatFailsDisturbsNothing() throws Exception {
        var calls = new AtomicLong();
        try (var log = new Log(SafeObserver.class);
                var ends = new TappedSockets(connection -> new Failing(calls));
                var client = ends.client();
                var server = ends.server()) {
            for (var word : List.of("one", "two", "six")) {
                client.send(word);
                assertEquals(word, server.receive(3));
            }
            awaitEqual("messages in the log", List.of("Connection 1 is no longer observed"), log::messages);
        }
        assertEquals(1, calls.get(), "it should be told no more after its first failure");
    }

    @Test
    void anObserverThatCannotEvenBeMadeDisturbsNothing() throws Exception {
        try (var log = new Log(SafeObserver.class);
                var ends = new TappedSockets(connection -> {
                    throw new IllegalStateException("on purpose");
                });
                var client = ends.client();
                var server = ends.server()) {
            client.send("!");

            assertEquals("!", server.receive(1));
            assertEquals(List.of("Connection 1 is no longer observed"), log.messages());
        }
    }

    @Test
    void closingEndsEveryConnectionAndFreesThePort() throws Exception {
        try (var ends = new TappedSockets();
                var client = ends.client();
                var server = ends.server()) {
            ends.tap.close();

            assertEquals("", new String(client.receiveAll(), UTF_8));
            assertEquals("", new String(server.receiveAll(), UTF_8));
            new Tap(ends.tap.port(), 1, connection -> null).close();
        }
    }

    @Test
    void whatTheServerSaidLastStillArrivesWhenBothAreClosed() throws Exception {
        try (var ends = new TappedSockets();
                var client = ends.client();
                var server = ends.server()) {
            client.send("hello");
            assertEquals("hello", server.receive(5), "the tap's connection should be ready");

            server.send("goodbye");
            server.end();
            ends.tap.close();

            assertEquals("goodbye", new String(client.receiveAll(), UTF_8));
        }
    }

    private static byte[] random(long seed) {
        var bytes = new byte[MEGABYTE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Future<Void> sendInOddPieces(Peer peer, byte[] bytes) {
        return Background.start("sending a megabyte", () -> {
            var lengths = new Random(3);
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(1 + lengths.nextInt(3001), bytes.length - at);
                peer.send(Arrays.copyOfRange(bytes, at, at + length));
                at += length;
            }
            peer.end();
            return null;
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
