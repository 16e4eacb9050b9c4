package ticker.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.Await.awaitResult;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeClientTest {
    private static final String SWITCH = """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: {accept}\r
            \r
            """;

    private final Market market = new Market(0);

    @Test
    void readsEachPriceOnce() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var server = new HandshakeServer(0, market);
                var client = new HandshakeClient(server.uri())) {
            assertEquals(List.of(new Quote(1, "ACME", 101_25, 1000)), read(client));
            market.move("BRIO", 55_00, 2000);
            assertEquals(List.of(new Quote(2, "BRIO", 55_00, 2000)), read(client));
        }
    }

    @Test
    void carriesOnWithItsCursorWhenTheServerIsBack() throws Exception {
        market.move("ACME", 101_25, 1000);
        var server = new HandshakeServer(0, market);
        try (var relay = new Relay(server.uri());
                var client = new HandshakeClient(relay.uri())) {
            read(client);
            server.close();
            assertEquals(
                    "The server has closed (1001): The server stops.",
                    failure(client).getMessage());
            failure(client); // no server is there
            market.move("BRIO", 55_00, 2000);

            try (var back = new HandshakeServer(0, market)) {
                relay.leadTo(back.uri());
                assertEquals(List.of(new Quote(2, "BRIO", 55_00, 2000)), read(client));
            }
        }
    }

    @Test
    void getsTheBoardOfARestartedServerAsAReset() throws Exception {
        long yesterday = 1_763_600_000_000L;
        var old = new Market(yesterday);
        old.move("ACME", 101_25, yesterday);
        var server = new HandshakeServer(0, old);
        try (var relay = new Relay(server.uri());
                var client = new HandshakeClient(relay.uri())) {
            read(client);
            server.close();
            failure(client);

            var restarted = new Market(yesterday + 86_400_000); // a market's sequence starts at the wall clock
            restarted.move("ACME", 102_00, yesterday + 86_400_001);
            try (var next = new HandshakeServer(0, restarted)) {
                relay.leadTo(next.uri());
                var quotes = awaitResult("the client's next quotes", client::read);
                assertTrue(quotes.reset(), "what the client has is another market's");
                assertEquals(restarted.after(0).quotes(), quotes.quotes());
            }
        }
    }

    private static List<Quote> read(HandshakeClient client) throws Exception {
        return awaitResult("the client's next quotes", client::read).quotes();
    }

    private static IOException failure(HandshakeClient client) {
        var failed = assertThrows(ExecutionException.class, () -> read(client));
        return assertInstanceOf(IOException.class, failed.getCause());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "{oops", "<h1>Log in</h1>", "{\"seq\":1,\"quotes\":[{\"seq\""})
    void aMessageThatIsNotQuotesIsAFailureThatSaysWhatCame(String text) throws Exception {
        try (var server = new ScriptedServer(SWITCH + "\u0081" + (char) text.length() + text);
                var client = new HandshakeClient(server.uri())) {
            assertEquals(
                    "The server sent something other than quotes: " + (text.isEmpty() ? "nothing" : text),
                    failure(client).getMessage());
            failure(client);
            assertEquals(2, server.requests().size(), "requests: it connects again");
        }
    }

    @Test
    void aBinaryMessageIsAFailure() throws Exception {
        try (var server = new ScriptedServer(SWITCH + "\u0082\u0015{\"seq\":1,\"quotes\":[]}");
                var client = new HandshakeClient(server.uri())) {
            assertEquals(
                    "The server sent a binary message. Quotes are text.",
                    failure(client).getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\n<h1>Log in</h1>",
                "\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                ":\r\n:\r\n\r\n",
                ""
            })
    void aResponseThatIsNoHandshakeIsAFailure(String response) throws Exception {
        try (var server = new ScriptedServer(response);
                var client = new HandshakeClient(server.uri())) {
            failure(client);
        }
    }

    @Test
    void aMessageOfEverMoreFramesIsReadUpToAMaximum() throws Exception {
        var fragment = "\u0000\u007e\u00ff\u00ff" + " ".repeat(65_535);
        try (var server = new ScriptedServer(SWITCH + "\u0001\u0000" + fragment.repeat(20) + ScriptedServer.OPEN)) {
            assertEquals(
                    "No prices: The server has broken a rule. A message has at most 1048576 bytes here. Trying again in 1 s.",
                    firstSentence(server));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 101 Switching Protocols\r\nX: "})
    void aHeadWithoutAnEndIsReadUpToAMaximum(String beginning) throws Exception {
        try (var server = new ScriptedServer(beginning + ScriptedServer.ENDLESS)) {
            assertEquals(
                    "No prices: The headers of the response have more than 8192 bytes. Trying again in 1 s.",
                    firstSentence(server));
        }
    }

    @Test
    void aCloseIsExplainedWithoutWhatAConsoleWouldObey() throws Exception {
        var reason = "\u001b[2J\r\n1  ACME 0.01";
        var close = "\u0088" + (char) (2 + reason.length()) + "\u0003\u00e9" + reason;
        try (var server = new ScriptedServer(SWITCH + close)) {
            assertEquals(
                    "No prices: The server has closed (1001): [2J 1 ACME 0.01. Trying again in 1 s.",
                    firstSentence(server));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 302 \u001b[2J\r\nLocation: /\u001b[2J\r\n\r\n",
                "SSH-2.0-\u001b[2J\r\n\r\n",
                "HTTP/1.1 101 \u001b[2J\r\nUpgrade: \u001b[2J\r\n\r\n",
                SWITCH + "\u0081\n{oops\u001b[2J\n",
            })
    void whatAConsoleWouldObeyIsNotPrinted(String response) throws Exception {
        try (var server = new ScriptedServer(response)) {
            var sentence = firstSentence(server);

            assertTrue(sentence.chars().noneMatch(Character::isISOControl), sentence);
        }
    }

    private static String firstSentence(ScriptedServer server) throws Exception {
        try (var client = new HandshakeClient(server.uri())) {
            return ComeBack.firstSentence(client::watch);
        }
    }

    @Test
    void comesBackNoSoonerThanTheServerAllows() throws Exception {
        try (var server = new ScriptedServer(
                        "HTTP/1.1 503 Service Unavailable\r\nretry-after: 2147484\r\n\r\n",
                        "HTTP/1.1 503 Service Unavailable\r\n\r\n");
                var client = new HandshakeClient(server.uri())) {
            assertEquals("The server has too much to do (503).", failure(client).getMessage());
            long pause = client.pause(1);
            assertTrue(pause >= 3_600_000, "Retry-After was longer than an hour, it waits " + pause + " ms");

            failure(client);
            long next = client.pause(1);
            assertTrue(next <= 1000, () -> "what an earlier response asked for is over, but it waits for ms: " + next);
        }
    }
}
