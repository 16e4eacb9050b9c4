package ticker.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.Await.await;
import static ticker.handshake.Await.awaitEqual;
import static ticker.handshake.Await.awaitResult;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What passes on the wire after the handshake. Bytes from the client are masked with a key of zeros, which changes nothing. */
class ConnectionTest {
    private static final long DAY = 24 * 60 * 60 * 1000;
    private static final Options OPTIONS = new Options(1000, 100, 300, DAY, 1000);
    private static final Options LARGE = new Options(64 * 1024, 100, DAY, DAY, 1000);
    private static final Options PINGING = new Options(1000, 100, DAY, 150, 1000);

    // It stands still unless a test moves it: so no peer is too late because the machine is busy.
    private final AtomicLong clock = new AtomicLong(5_000_000);
    private final Market market = new Market(0);
    private final Subscribers subscribers = new Subscribers(market, OPTIONS.maxSubscribers(), clock::get);
    private final HandshakeServer server = new HandshakeServer(Server.listenOn(0), market, OPTIONS, subscribers);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void textIsEchoedAsText() throws Exception {
        try (var peer = echo()) {
            peer.send("81 85 37 fa 21 3d 7f 9f 4d 51 58"); // the masked "Hello" of §5.7

            assertEquals("81 05 48 65 6c 6c 6f", peer.receive(7));
        }
    }

    @Test
    void binaryIsEchoedAsBinary() throws Exception {
        try (var peer = echo()) {
            peer.send("82 83 00 00 00 00 00 ff fe");

            assertEquals("82 03 00 ff fe", peer.receive(5));
        }
    }

    @Test
    void aFrameMayArriveByteByByte() throws Exception {
        try (var peer = echo()) {
            for (var octet : "81 85 37 fa 21 3d 7f 9f 4d 51 58".split(" ")) {
                peer.send(octet);
            }

            assertEquals("81 05 48 65 6c 6c 6f", peer.receive(7));
        }
    }

    @Test
    void twoFramesMayArriveInOneRead() throws Exception {
        try (var peer = echo()) {
            peer.send("81 83 00 00 00 00 6f 6e 65 81 83 00 00 00 00 74 77 6f");

            assertEquals("81 03 6f 6e 65 81 03 74 77 6f", peer.receive(10));
        }
    }

    @Test
    void aFrameMayArriveTogetherWithTheHandshake() throws Exception {
        var request = Peer.request(server.uri(), "/echo");
        var frame = FrameCodec.masked(Frame.text("Hello"), 0);
        var together = ByteBuffer.allocate(request.limit() + frame.limit())
                .put(request)
                .put(frame);
        try (var wire = new Wire(server.uri())) {
            wire.send(new String(together.array(), ISO_8859_1));
            wire.receive("\r\n\r\n");

            assertEquals("\u0081\u0005Hello", wire.receive("Hello"));
        }
    }

    @Test
    void fragmentsBecomeOneMessageAndAPingInBetweenIsAnsweredAtOnce() throws Exception {
        try (var peer = echo()) {
            peer.send("01 83 00 00 00 00 48 65 6c"); // text "Hel", more follows
            peer.send("89 82 00 00 00 00 68 69"); // ping "hi"
            assertEquals("8a 02 68 69", peer.receive(4));

            peer.send("80 82 00 00 00 00 6c 6f"); // "lo", the end
            assertEquals("81 05 48 65 6c 6c 6f", peer.receive(7));
        }
    }

    /** A ping can come between two frames, never inside of one. */
    @Test
    void aPingWaitsForTheEndOfAFragmentButNotForTheEndOfTheMessage() throws Exception {
        var ping = "89 80 00 00 00 00";
        var frame = "82 fe 03 e8 00 00 00 00" + " 20".repeat(1000);
        var first = "02 e4 00 00 00 00" + " 20".repeat(100);
        var rest = ("00 e4 00 00 00 00" + " 20".repeat(100) + " ").repeat(8) + "80 e4 00 00 00 00" + " 20".repeat(100);
        try (var whole = echo();
                var inFragments = echo()) {
            whole.send(frame);
            whole.send(ping);
            assertEquals("82 7e 03 e8", whole.receive(4), "first comes the message, which is one frame");
            whole.receive(1000);
            assertEquals("8a 00", whole.receive(2), "then comes the pong");

            inFragments.send(first);
            inFragments.send(ping);
            assertEquals("8a 00", inFragments.receive(2), "first comes the pong");
            inFragments.send(rest);
            assertEquals("82 7e 03 e8", inFragments.receive(4), "then comes the message, which is ten fragments");
        }
        assertEquals(1008, Hex.bytes(frame).limit(), "bytes of one frame");
        assertEquals(106, Hex.bytes(first).limit(), "bytes of a fragment");
        assertEquals(954, Hex.bytes(rest).limit(), "bytes of nine fragments");
    }

    @Test
    void aPingIsAnsweredWithItsPayload() throws Exception {
        try (var peer = echo()) {
            peer.send("89 85 37 fa 21 3d 7f 9f 4d 51 58");

            assertEquals("8a 05 48 65 6c 6c 6f", peer.receive(7));
        }
    }

    @Test
    void aPongWithoutAPingIsNotAnswered() throws Exception {
        try (var peer = echo()) {
            peer.send("8a 80 00 00 00 00 81 81 00 00 00 00 78");

            assertEquals("81 01 78", peer.receive(3));
        }
    }

    // ---- §5.5.1, §7: the close ----

    @ParameterizedTest
    @CsvSource({"03 e8", "03 f4", "03 f5", "03 f6", "0b b8"}) // 1000, 1012 to 1014, 3000
    void aCloseIsAnsweredWithItsCodeAndTheServerClosesTcpFirst(String code) throws Exception {
        try (var peer = echo()) {
            peer.send("88 82 00 00 00 00 " + code);

            assertEquals("88 02 " + code, peer.receiveAll(), "the close, and then the end of the connection");
        }
    }

    @Test
    void aCloseWithoutACodeIsAnsweredWithoutOne() throws Exception {
        try (var peer = echo()) {
            peer.send("88 80 00 00 00 00");

            assertEquals("88 00", peer.receiveAll());
        }
    }

    @Test
    void nothingIsSentAfterAClose() throws Exception {
        try (var peer = echo()) {
            peer.send("88 82 00 00 00 00 03 e8 89 80 00 00 00 00 81 81 00 00 00 00 78");

            assertEquals("88 02 03 e8", peer.receiveAll());
        }
    }

    @Test
    void aServerThatStopsSays1001() throws Exception {
        try (var peer = echo()) {
            awaitEqual("open connections", 1, server::connections);
            server.close();

            assertEquals(new CloseReason(1001, "The server stops."), peer.receiveClose());
        }
    }

    @Test
    void aClientThatComesWhileTheServerStopsIsClosedInTheSameWay() throws Exception {
        subscribers.close(Duration.ZERO);
        try (var late = new TestClient(server.uri().resolve("/echo"))) {
            assertEquals(new CloseReason(1001, "The server stops."), late.receiveClose());
            late.awaitEnd();
        }
    }

    @Test
    void aClientThatNeverAnswersTheCloseIsDropped() throws Exception {
        try (var peer = new Peer(server.uri(), "/push")) {
            peer.send(Frame.text("a message")); // so the server closes
            asTimePasses(peer::receiveAll); // and ends TCP although no close came back

            awaitEqual("open connections", 0, server::connections);
        }
    }

    @Test
    void aClientThatHasClosedButNeverEndsTcpIsDropped() throws Exception {
        try (var peer = echo()) {
            peer.send("88 80 00 00 00 00");
            peer.receiveAll();
            assertEquals(1, server.connections(), "the server waits for the client to end TCP, too");

            asTimePasses(() -> {
                awaitEqual("connections of a client that has closed and never ends TCP", 0, server::connections);
                return true;
            });
        }
    }

    @Test
    void aClientThatIsGoneIsForgotten() throws Exception {
        var peer = echo();
        awaitEqual("open connections", 1, server::connections);

        peer.close();

        awaitEqual("open connections", 0, server::connections);
    }

    // ---- A broken rule: its close code, and the rule in words ----

    @ParameterizedTest
    @CsvSource({
        "1002, 81 05 48 65 6c 6c 6f, A client must mask its frames.",
        "1002, c1 80 00 00 00 00, 'RSV1, RSV2 and RSV3 must be 0: no extension was agreed on.'",
        "1002, 83 80 00 00 00 00, Opcode 3 is reserved.",
        "1002, 89 fe 00 7e 00 00 00 00, A control frame has at most 125 bytes.",
        "1002, 09 80 00 00 00 00, A control frame must not be fragmented.",
        "1002, 81 fe 00 05 00 00 00 00, A length must be written in its shortest form.",
        "1002, 82 ff ff ff ff ff ff ff ff ff 00 00 00 00, The first bit of a 64-bit length must be 0.",
        "1009, 82 ff 7f ff ff ff ff ff ff ff 00 00 00 00, A frame has at most 1000 bytes here.",
        "1009, 82 fe 03 e9 00 00 00 00, A frame has at most 1000 bytes here.",
        "1002, 80 81 00 00 00 00 78, There is no message to continue.",
        "1002, 01 81 00 00 00 00 78 81 81 00 00 00 00 78, A message must be complete before the next one begins.",
        "1007, 81 82 00 00 00 00 c3 28, Text must be UTF-8.",
        "1007, 81 8a 00 00 00 00 ff, Text must be UTF-8.", // 1 byte of 10 has come
        "1007, 81 81 00 00 00 00 c3, Text must not end inside a character.",
        "1002, 88 81 00 00 00 00 03, 'A close frame has no payload, or a code of two bytes.'",
        "1002, 88 82 00 00 00 00 03 ed, Close code 1005 must not be sent.",
        "1007, 88 83 00 00 00 00 03 e8 ff, Text must be UTF-8.",
    })
    void aBrokenRuleClosesWithItsCodeAndIsNamed(int code, String bytes, String rule) throws Exception {
        try (var peer = echo();
                var other = echo()) {
            peer.send(bytes);

            assertEquals(new CloseReason(code, rule), peer.receiveClose());
            other.send("81 81 00 00 00 00 78");
            assertEquals("81 01 78", other.receive(3), "the others do not notice");
        }
    }

    @Test
    void aMessageOfTheLimitPasses() throws Exception {
        try (var peer = echo()) {
            peer.send("82 fe 03 e8 00 00 00 00" + "20".repeat(1000));

            assertEquals("82 7e 03 e8", peer.receive(4));
        }
    }

    @Test
    void fragmentsCountTogether() throws Exception {
        try (var peer = echo()) {
            peer.send("02 fe 03 e8 00 00 00 00" + "20".repeat(1000));
            peer.send("00 81 00 00 00 00 20");

            assertEquals(new CloseReason(1009, "A message has at most 1000 bytes here."), peer.receiveClose());
        }
    }

    // ---- Slow and hostile peers ----

    @Test
    void aMessageThatNeverEndsIsClosedWith1008() throws Exception {
        try (var peer = echo()) {
            peer.send("01 81 00 00 00 00 78");
            for (int i = 0; i < 98; i++) {
                peer.send("00 80 00 00 00 00"); // an empty fragment
            }

            assertEquals(
                    new CloseReason(1008, "A message must be complete within 300 ms."),
                    asTimePasses(peer::receiveClose));
        }
    }

    @Test
    void aByteEveryFiftyMillisecondsWithPongsBetweenIsClosedWith1008AfterThreeHundred() throws Exception {
        try (var peer = echo()) {
            peer.send("01 81 00 00 00 00 78");
            for (int i = 0; i < 6; i++) {
                peer.send("00 81 00 00 00 00 78" + "8a 80 00 00 00 00"); // a byte, a pong
                peer.send("89 80 00 00 00 00");
                assertEquals("8a 00", peer.receive(2), "the server has all that was sent, and does not close yet");
                clock.addAndGet(50);
                subscribers.check();
            }

            clock.addAndGet(1);

            assertEquals(
                    new CloseReason(1008, "A message must be complete within 300 ms."),
                    asTimePasses(peer::receiveClose));
        }
    }

    @Test
    void aMessageOfAHundredFramesPasses() throws Exception {
        try (var peer = echo()) {
            peer.send("01 81 00 00 00 00 78");
            peer.send("00 80 00 00 00 00".repeat(98));
            peer.send("89 80 00 00 00 00"); // a ping in between is none of them
            peer.send("80 80 00 00 00 00");

            assertEquals("8a 00 81 01 78", peer.receive(5));
        }
    }

    @Test
    void oneFrameMoreIsClosedWith1008() throws Exception {
        try (var peer = echo()) {
            peer.send("01 81 00 00 00 00 78");
            peer.send("00 80 00 00 00 00".repeat(99));
            peer.send("80 80 00 00 00 00");

            assertEquals(new CloseReason(1008, "A message has at most 100 frames here."), peer.receiveClose());
        }
    }

    @Test
    void aMessageOfEmptyFramesWithoutEndIsClosedWith1008ThenCutOff() throws Exception {
        var frames = Hex.bytes("00 80 00 00 00 00".repeat(10_000));
        try (var peer = echo();
                var other = echo()) {
            peer.send("01 80 00 00 00 00" + "00 80 00 00 00 00".repeat(100));
            var flood = CompletableFuture.runAsync(() -> {
                try {
                    while (true) {
                        peer.send(frames);
                    }
                } catch (IOException cutOff) {
                    // as it should be
                }
            });

            assertEquals(new CloseReason(1008, "A message has at most 100 frames here."), peer.receiveClose());
            other.send("81 81 00 00 00 00 78");
            assertEquals("81 01 78", other.receive(3), "the others do not notice");
            asTimePasses(() -> await("the end of the flood", flood));
        }
    }

    @Test
    void aFrameThatStopsHalfWayIsClosedWith1008() throws Exception {
        try (var peer = echo()) {
            peer.send("81");

            assertEquals(
                    new CloseReason(1008, "A message must be complete within 300 ms."),
                    asTimePasses(peer::receiveClose));
        }
    }

    @Test
    void aPeerThatSendsAPingAndHalfOfTheNextIsNotLate() throws Exception {
        try (var peer = echo()) {
            peer.send("89 80 00 00 00 00 89"); // a ping, and the first byte of another one
            assertEquals("8a 00", peer.receive(2));
            for (int i = 0; i < 3; i++) {
                clock.addAndGet(200);
                subscribers.check();
                peer.send("80 00 00 00 00 89"); // the other bytes, and the next one's first
                assertEquals("8a 00", peer.receive(2), "each ping has taken less than 300 ms");
            }
        }
    }

    @Test
    void aPeerThatSendsMuchBeforeItReadsIsMadeToWaitAndLosesNothing() throws Exception {
        int messages = 15_000; // of 2 kB: more than the network holds
        var sent = new AtomicInteger();
        try (var large = server(LARGE);
                var client = new TestClient(large.uri().resolve("/echo"))) {
            var sender = CompletableFuture.runAsync(() -> send(client, messages, sent));
            await("the first message to be sent", sent::get, count -> count > 0);
            awaitStandstill("the count of sent messages", sent::get);
            assertTrue(
                    sent.get() < messages,
                    () -> "the server reads messages although it can't send their echo: " + sent + " messages");

            for (int i = 0; i < messages; i++) {
                assertEquals(text(i), client.receive().text(), "message " + i);
            }
            await("the sender to end", sender);
        }
    }

    /** Waits until a number has stayed the same for a while. */
    private static void awaitStandstill(String what, Callable<Integer> look) {
        var last = new AtomicReference<Integer>();
        var since = new AtomicLong();
        await(
                what + " to stand still for 300 ms",
                () -> {
                    var seen = look.call();
                    if (!seen.equals(last.getAndSet(seen))) {
                        since.set(System.nanoTime());
                    }
                    return seen;
                },
                seen -> System.nanoTime() - since.get() > 300_000_000);
    }

    private static void send(TestClient client, int messages, AtomicInteger sent) {
        try {
            for (int i = 0; i < messages; i++) {
                client.send(Frame.text(text(i)));
                sent.incrementAndGet();
            }
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    private static String text(int number) {
        return number + " and so on".repeat(200);
    }

    @Test
    void aFloodOfPingsFromAPeerThatNeverReadsStopsWhenTheNetworkIsFullAndThePeerIsDropped() throws Exception {
        var pings = ByteBuffer.allocate(131 * 1000);
        while (pings.hasRemaining()) {
            pings.put(FrameCodec.masked(Frame.of(Opcode.PING, ByteBuffer.allocate(125)), 0));
        }
        try (var flood = new Peer(server.uri(), "/echo", 4096);
                var other = echo()) {
            int sent = asTimePasses(() -> awaitResult("the flood to end", () -> flood(flood, pings)));
            assertTrue(sent < 500, String.format(ROOT, "the server took %d × 131 kB of pings", sent));
            other.send("81 81 00 00 00 00 78");
            assertEquals("81 01 78", other.receive(3), "the others do not notice");
        }
        awaitEqual("open connections", 0, server::connections);
    }

    /** Sends the same bytes up to 1000 times. Returns how often that went well: the server may close the connection. */
    private static int flood(Peer peer, ByteBuffer bytes) {
        int sent = 0;
        try {
            for (; sent < 1000; sent++) {
                peer.send(bytes);
            }
            return sent;
        } catch (IOException closed) {
            return sent;
        }
    }

    @Test
    void aFloodOfPingsFromAPeerThatReadsIsAnsweredOneByOne() throws Exception {
        var ping = FrameCodec.masked(Frame.of(Opcode.PING, ByteBuffer.allocate(0)), 0);
        try (var peer = echo()) {
            var pings = ByteBuffer.allocate(6 * 1000);
            while (pings.hasRemaining()) {
                pings.put(ping.duplicate());
            }
            peer.send(pings);

            assertEquals("8a 00 ".repeat(1000).strip(), peer.receive(2000));
        }
    }

    @Test
    void aSilentPeerIsPingedAndIfItStaysSilentItIsDropped() throws Exception {
        try (var pinging = server(PINGING);
                var silent = new Peer(pinging.uri(), "/echo")) {
            assertEquals("89 00", asTimePasses(() -> silent.receive(2)), "a ping");
            assertEquals(
                    "",
                    asTimePasses(silent::receiveAll),
                    "then the end without a close frame, which nobody would read");
            awaitEqual("open connections", 0, pinging::connections);
        }
    }

    @Test
    void aPeerThatAnswersPingsStays() throws Exception {
        try (var pinging = server(PINGING);
                var alive = new Peer(pinging.uri(), "/echo?trace=0123456789abcdef")) {
            alive.send("81 81 00 00 00 00 78"); // frame 1 of the trace, its echo is frame 2
            assertEquals("81 01 78", alive.receive(3));
            for (int pong = 4; pong <= 8; pong += 2) {
                clock.addAndGet(151);
                assertEquals("89 00", alive.receive(2), "a ping, not the end of the connection");
                alive.send("8a 80 00 00 00 00");
                awaitTraced(pong, pinging); // only then may time go on
            }
            alive.send("81 81 00 00 00 00 78");
            assertEquals("81 01 78", alive.receive(3));
        }
    }

    private static void awaitTraced(int frame, HandshakeServer server) {
        await(
                "the server to have frame " + frame,
                () -> {
                    try (var wire = new Wire(server.uri())) {
                        wire.send("GET /xray?trace=0123456789abcdef HTTP/1.0\r\n\r\n");
                        return wire.receiveAll();
                    }
                },
                xray -> xray.contains("\"number\":" + frame));
    }

    @ParameterizedTest
    @CsvSource({"00", "ff", "47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a 0d 0a", "16 03 01 02 00 01 00 01 fc 03 03"
    })
    void randomBytesAreRefusedWith1002AndTheOthersDoNotNotice(String garbage) throws Exception {
        try (var peer = echo();
                var other = echo()) {
            peer.send(garbage.repeat(100));
            assertEquals(1002, peer.receiveClose().code(), "the close code");

            other.send("81 81 00 00 00 00 78");
            assertEquals("81 01 78", other.receive(3), "the others do not notice");
        }
    }

    /** Lets time pass, 100 ms at a step, while work waits for what the server does about it. */
    private <T> T asTimePasses(Callable<T> work) throws Exception {
        var steps = Executors.newSingleThreadScheduledExecutor();
        steps.scheduleAtFixedRate(() -> clock.addAndGet(100), 0, 10, MILLISECONDS);
        try {
            return work.call();
        } finally {
            steps.shutdownNow();
        }
    }

    private HandshakeServer server(Options options) {
        var others = new Subscribers(market, options.maxSubscribers(), clock::get);
        return new HandshakeServer(Server.listenOn(0), market, options, others);
    }

    private Peer echo() throws IOException {
        return new Peer(server.uri(), "/echo");
    }
}
