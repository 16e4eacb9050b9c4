package ticker.websocket;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.await;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final int MESSAGE = 64 * 1024;
    private static final String SUBSCRIBE = "{\"subscribe\":[\"*\"]}";

    private final Market market = new Market(0);
    private final AtomicLong now = new AtomicLong();
    private final Subscribers subscribers = new Subscribers(market, 2, now::get);
    private final WebSocketServer server =
            new WebSocketServer(Server.listenOn(0), market, new LocalOrderDesk(market), Options.DEFAULT, subscribers);

    @BeforeEach
    void open() {
        market.move("ACME", 101_25, 1000);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aMessageOf64KibibytesPasses() throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.text(SUBSCRIBE + " ".repeat(MESSAGE - SUBSCRIBE.length()));

            client.expect("the reply to a message of 64 KiB", "1 {\"seq\":1,");
        }
    }

    @Test
    void oneByteMoreIsTooBig() throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.text(SUBSCRIBE + " ".repeat(MESSAGE + 1 - SUBSCRIBE.length()));

            client.expect("the reply to a message of 64 KiB and a byte", "8 1009 ");
        }
    }

    @Test
    void fragmentsAreAddedUp() throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.write(RawClient.frame(0x01, " ".repeat(MESSAGE)));
            client.write(RawClient.frame(0x80, " "));

            client.expect("the reply to fragments of 64 KiB and a byte", "8 1009 ");
        }
    }

    @Test
    void aMessageOf1024FramesPasses() throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.write(RawClient.frame(0x01, SUBSCRIBE));
            client.write("\0\u0080\0\0\0\0".repeat(1022)); // an empty frame, masked with zeros
            client.write(RawClient.frame(0x89, "")); // a ping in between does not count
            client.write("\u0080\u0080\0\0\0\0");

            assertEquals("10", client.read(), "a pong");
            client.expect("the reply to a message of 1024 frames", "1 {\"seq\":1,");
        }
    }

    @Test
    void oneFrameMoreIsTooMany() throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.write(RawClient.frame(0x01, SUBSCRIBE));
            client.write("\0\u0080\0\0\0\0".repeat(1023));
            client.write("\u0080\u0080\0\0\0\0");

            assertEquals("8 1008 A message has at most 1024 frames here.", client.read());
        }
    }

    @Test
    void aMessageOfEmptyFramesWithoutEndIsClosedWith1008ThenCutOff() throws Exception {
        try (var client = new RawClient(server.uri());
                var healthy = new Client(server.uri())) {
            var frames = "\0\u0080\0\0\0\0".repeat(10_000);
            client.write("\u0001\u0080\0\0\0\0");
            var flood = CompletableFuture.runAsync(() -> {
                try {
                    while (true) {
                        client.write(frames);
                    }
                } catch (IOException cutOff) {
                    // the server has cut the connection, as it should
                }
            });

            assertEquals("8 1008 A message has at most 1024 frames here.", client.read());
            healthy.send(SUBSCRIBE);
            healthy.next("a price for the other session", message -> message.contains("ACME"));
            now.addAndGet(Options.DEFAULT.sendTimeout());
            await("the end of the flood", flood);
        }
    }

    @Test
    void aByteEveryTwoSecondsWithPongsBetweenIsClosedWith1008AfterTenSeconds() throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.write("\u0001\u0081\0\0\0\0{");
            for (int second = 0; second < 10; second += 2) {
                client.write("\0\u0081\0\0\0\0 " + "\u008a\u0080\0\0\0\0"); // a byte, a pong
                pass(2000, client);
            }

            now.addAndGet(1);

            assertEquals("8 1008 A message must be complete within 10000 ms.", next(client));
        }
    }

    @Test
    void aFrameThatStopsHalfWayIsClosedWith1008AfterTenSeconds() throws Exception {
        try (var client = new RawClient(server.uri())) {
            pass(0, client);
            client.write("\u0089\u0080\0\0\0\0" + "\u0081"); // a ping, and the first byte of a text
            assertEquals("10", next(client), "a pong");

            now.addAndGet(10_001);

            assertEquals("8 1008 A message must be complete within 10000 ms.", next(client));
        }
    }

    @Test
    void aClientThatSendsAPingAndHalfOfTheNextIsNotLate() throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.write("\u0089"); // the first byte of a ping
            for (int i = 0; i < 3; i++) {
                client.write("\u0080\0\0\0\0" + "\u0089"); // the other bytes, and the next one's first
                assertEquals("10", next(client), "each ping has taken less than ten seconds");
                now.addAndGet(6000);
                subscribers.check();
            }
        }
    }

    /** Lets time pass when the server has got all that the client has sent. The session stays open. */
    private void pass(long millis, RawClient client) throws Exception {
        client.write("\u0089\u0080\0\0\0\0"); // a ping
        assertEquals("10", next(client), "a pong");
        now.addAndGet(millis);
        subscribers.check();
    }

    /** The next frame that is no quotes: keep-alives come every five seconds. */
    private static String next(RawClient client) throws Exception {
        var frame = client.read();
        while (frame.startsWith("1 {\"seq\":")) {
            frame = client.read();
        }
        return frame;
    }

    @Test
    void aLengthOfEightExbibytesTakesNoMemory() throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.write("\u0081\u00ff\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\0\0\0\0");
            client.write(" ".repeat(MESSAGE + 1));

            client.expect("the reply to more than 64 KiB of it", "8 1009 ");
        }
    }

    @Test
    void twentyMessagesASecondPassAndOneMoreDoesNot() throws Exception {
        try (var client = new Client(server.uri())) {
            for (int i = 0; i < 20; i++) {
                client.send("{}");
                client.expect("the reply to message number " + (i + 1), "{\"error\":");
            }

            client.send(SUBSCRIBE);

            assertEquals("1013 At most 20 messages a second.", client.end());
        }
    }

    @Test
    void theNextSecondCountsAnew() throws Exception {
        try (var client = new Client(server.uri())) {
            for (int i = 0; i < 100; i++) {
                now.addAndGet(i % 20 == 0 ? 1000 : 0);
                client.send(SUBSCRIBE);
                client.next();
            }
        }
    }

    @Test
    void twoSessionsPassAndTheThirdIsRefusedBeforeTheUpgrade() throws Exception {
        try (var first = new RawClient(server.uri());
                var second = new RawClient(server.uri());
                var third = new Wire(server.uri())) {
            third.send(RawClient.HANDSHAKE);

            var response = third.receive("}");
            assertTrue(response.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), response);
            assertTrue(response.contains("\r\nRetry-After: 5\r\n"), response);
            assertTrue(response.endsWith("\"detail\":\"All places are taken.\"}"), response);
            second.text(SUBSCRIBE);
            second.read();
            first.reset();
        }
    }

    @Test
    void aSessionThatEndsGivesItsPlaceBack() throws Exception {
        try (var first = new RawClient(server.uri());
                var second = new RawClient(server.uri())) {
            second.text(SUBSCRIBE);
            first.reset();

            await("a place for one more", this::comeAndGo, "welcome"::equals);
        }
    }

    private String comeAndGo() {
        try {
            new RawClient(server.uri()).close();
            return "welcome";
        } catch (IOException refused) {
            return refused.getMessage();
        }
    }

    @Test
    void aFailedHandshakeTakesNoPlace() throws Exception {
        var handshake = RawClient.HANDSHAKE.replace("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "");
        for (int i = 0; i < 5; i++) {
            try (var wire = new Wire(server.uri())) {
                wire.send(handshake);
                // The server reads a second request on a connection only after the end of the first.
                wire.send("GET /quotes HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                var responses = wire.receiveAll();
                assertTrue(responses.startsWith("HTTP/1.1 400 "), responses);
                assertTrue(responses.contains("HTTP/1.1 426 "), responses);
            }
        }

        try (var first = new RawClient(server.uri());
                var second = new RawClient(server.uri())) {
            first.text(SUBSCRIBE);
            second.text(SUBSCRIBE);

            first.expect("the first place is free", "1 {");
            second.expect("the second place is free", "1 {");
        }
    }

    @Test
    void aClientThatFloodsWithPingsAndNeverReadsIsCutOff() throws Exception {
        var pings = RawClient.frame(0x89, "x".repeat(125)).repeat(1000);
        try (var client = new RawClient(server.uri());
                var healthy = new Client(server.uri())) {
            var sent = new AtomicInteger();
            var flood = CompletableFuture.runAsync(() -> {
                try {
                    for (; sent.get() < 10_000; sent.incrementAndGet()) {
                        client.write(pings);
                    }
                } catch (IOException cutOff) {
                    // the server has cut the connection, as it should
                }
            });
            healthy.send(SUBSCRIBE);
            healthy.next("a price for the other session", message -> message.contains("ACME"));
            now.addAndGet(Heartbeat.PONG_TIMEOUT);
            await(
                    "the end of the flood",
                    () -> {
                        subscribers.check();
                        return flood.isDone() ? "the end" : String.format(ROOT, "%d thousand pings sent", sent.get());
                    },
                    "the end"::equals);

            assertTrue(sent.get() < 10_000, "the server has taken 10 million pings from a client that never reads");
        }
    }
}
