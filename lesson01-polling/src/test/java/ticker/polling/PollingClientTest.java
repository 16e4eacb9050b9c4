package ticker.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.polling.Await.awaitResult;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PollingClientTest {
    private final Market market = new Market(0);

    @Test
    void readsEachPriceOnce() throws Exception {
        try (var server = new PollingServer(0, market)) {
            var client = new PollingClient(server.uri());
            market.move("ACME", 101_25, 1000);

            assertEquals(
                    List.of(new Quote(1, "ACME", 101_25, 1000)), client.poll().quotes());
            assertEquals(List.of(), client.poll().quotes());
        }
    }

    @Test
    void carriesOnWithItsCursorWhenTheServerIsBack() throws Exception {
        market.move("ACME", 101_25, 1000);
        var server = new PollingServer(0, market);
        try (var relay = new Relay(server.uri())) {
            var client = new PollingClient(relay.uri());
            client.poll();

            server.close();
            assertThrows(IOException.class, client::poll);
            market.move("BRIO", 55_00, 2000);

            try (var back = new PollingServer(0, market)) {
                relay.leadTo(back.uri());
                assertEquals(
                        List.of(new Quote(2, "BRIO", 55_00, 2000)),
                        client.poll().quotes());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ticker.polling.Nonsense#bodies")
    void aResponseThatIsNotQuotesIsAFailureThatSaysWhatCame(String body, String excerpt) throws Exception {
        try (var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + body)) {
            var failure = assertThrows(IOException.class, new PollingClient(server.uri())::poll);

            assertEquals("The server sent something other than quotes: " + excerpt, failure.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"seq\":1,",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{\"",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: http://hotel.example/\r\n\r\n",
                "",
            })
    void aResponseThatIsNoneOrIsCutOffIsAFailure(String response) throws Exception {
        try (var server = new ScriptedServer(response)) {
            assertThrows(IOException.class, new PollingClient(server.uri())::poll);
        }
    }

    @Test
    void aBodyThatNeverEndsIsAFailure() throws Exception {
        try (var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{" + ScriptedServer.OPEN)) {
            var client = new PollingClient(server.uri(), Duration.ofMillis(500));

            var failure = awaitResult("the failure", () -> assertThrows(IOException.class, client::poll));

            assertEquals("No whole response within 500 ms.", failure.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
                "HTTP/1.1 500 Internal Server Error\r\n\r\n",
            })
    void aBodyWithoutAnEndIsReadUpToAMaximum(String head) throws Exception {
        try (var server = new ScriptedServer(head + ScriptedServer.ENDLESS)) {
            assertEquals(
                    "No prices: The server sent more than 1048576 bytes. Trying again in 1 s.", firstSentence(server));
        }
    }

    @Test
    void theLongestBodyIsAMebibyte() throws Exception {
        var quotes = "{\"seq\":7,\"quotes\":[]}";
        var longest = " ".repeat(1024 * 1024 - quotes.length()) + quotes;
        var head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
        try (var server = new ScriptedServer(head + longest, head + " " + longest)) {
            var client = new PollingClient(server.uri());

            assertEquals(7, client.poll().seq(), "the number in a body of 1048576 bytes");
            assertThrows(IOException.class, client::poll, "a body of one byte more is too long");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nX: ",
                "HTTP/1.1 200 ",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
            })
    void aHeadWithoutAnEndIsAFailure(String beginning) throws Exception {
        try (var server = new ScriptedServer(beginning + ScriptedServer.ENDLESS)) {
            var sentence = firstSentence(server);
            assertTrue(sentence.endsWith(" Trying again in 1 s."), sentence);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\n\u001b[2J\u009b2J\u0007{oops",
                "HTTP/1.1 302 \u001b[2J\r\nLocation: /\u001b[2J\r\n\r\n",
                "SSH-2.0-\u001b[2J\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: \u001b[2J\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\u001b[2J\r\n",
            })
    void whatAConsoleWouldObeyIsNotPrinted(String response) throws Exception {
        try (var server = new ScriptedServer(response)) {
            var sentence = firstSentence(server);

            assertTrue(sentence.chars().noneMatch(Character::isISOControl), sentence);
            assertTrue(sentence.length() < 300, sentence);
        }
    }

    private static String firstSentence(ScriptedServer server) throws Exception {
        var client = new PollingClient(server.uri());
        return ComeBack.firstSentence((prices, pause) -> client.watch(10, prices, pause));
    }

    @Test
    void comesBackNoSoonerThanTheServerAllows() throws Exception {
        try (var server = new ScriptedServer(
                "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2147484\r\n\r\n",
                "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n\r\n<html>")) {
            var client = new PollingClient(server.uri());
            var refusal = assertThrows(IOException.class, client::poll);

            assertEquals("The server has too much to do (503).", refusal.getMessage());
            long pause = client.pause(1);
            assertTrue(pause >= 3_600_000, "Retry-After was longer than an hour, it waits " + pause + " ms");
            assertThrows(IOException.class, client::poll);
            assertTrue(client.pause(1) <= 1000, "what an earlier response asked for is over");
        }
    }
}
