package ticker.longpolling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.longpolling.Await.await;
import static ticker.longpolling.Await.awaitResult;
import static ticker.longpolling.Holding.HOUR;
import static ticker.longpolling.Holding.awaitHeld;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LongPollingClientTest {
    private final Market market = new Market(0);

    @Test
    void readsEachPriceOnce() throws Exception {
        try (var server = new LongPollingServer(0, market, new Options(10, HOUR))) {
            var client = new LongPollingClient(server.uri());
            market.move("ACME", 101_25, 1000);
            assertEquals(List.of(new Quote(1, "ACME", 101_25, 1000)), ask(client));

            var background = Executors.newSingleThreadExecutor();
            var next = background.submit(client::ask);
            background.shutdown();
            awaitHeld(1, server::held);
            market.move("BRIO", 55_00, 2000);

            assertEquals(
                    List.of(new Quote(2, "BRIO", 55_00, 2000)),
                    await("the second price", next).quotes());
        }
    }

    @Test
    void getsNothingWhenTheHoldTimeIsOver() throws Exception {
        try (var server = new LongPollingServer(0, market, new Options(1, 100))) {
            var client = new LongPollingClient(server.uri());

            assertEquals(List.of(), ask(client));
            assertEquals(List.of(), ask(client));
        }
    }

    @Test
    void carriesOnWithItsCursorWhenTheServerIsBack() throws Exception {
        market.move("ACME", 101_25, 1000);
        var server = new LongPollingServer(0, market);
        try (var relay = new Relay(server.uri())) {
            var client = new LongPollingClient(relay.uri());
            ask(client);

            relay.leadNowhere();
            server.close();
            failure(client);
            market.move("BRIO", 55_00, 2000);

            try (var back = new LongPollingServer(0, market)) {
                relay.leadTo(back.uri());
                assertEquals(List.of(new Quote(2, "BRIO", 55_00, 2000)), ask(client));
            }
        }
    }

    @Test
    void getsTheBoardOfARestartedServerWhoseSequenceIsNewer() throws Exception {
        long yesterday = 1_763_600_000_000L;
        var old = new Market(yesterday);
        old.move("ACME", 101_25, yesterday);
        var server = new LongPollingServer(0, old);
        try (var relay = new Relay(server.uri())) {
            var client = new LongPollingClient(relay.uri());
            ask(client);
            relay.leadNowhere();
            server.close();

            var restarted = new Market(yesterday + 86_400_000); // a market's sequence starts at the wall clock
            restarted.move("ACME", 102_00, yesterday + 86_400_001);
            restarted.move("BRIO", 55_00, yesterday + 86_400_002);
            try (var next = new LongPollingServer(0, restarted)) {
                relay.leadTo(next.uri());
                assertEquals(restarted.after(0).quotes(), ask(client));
            }
        }
    }

    @Test
    void comesBackNoSoonerThanTheServerAllows() throws Exception {
        try (var full = new LongPollingServer(0, market, new Options(1, HOUR));
                var first = new Wire(full.uri())) {
            first.send("GET /quotes HTTP/1.1\r\nHost: localhost\r\n\r\n");
            awaitHeld(1, full::held);
            var client = new LongPollingClient(full.uri());

            var refusal = failure(client);

            assertEquals("All places are taken.", refusal.getMessage(), "the only number is that of the pause");
            for (int i = 0; i < 100; i++) {
                long pause = client.pause(1);
                assertTrue(
                        pause >= 5000,
                        String.format(ROOT, "Retry-After was 5 s, the client wants to come back in %d ms", pause));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "400, application/problem+json, `{\"detail\":\"No cursor.\"}`, No cursor.",
                "400, application/problem+json; charset=utf-8, `{\"detail\":\"No cursor.\"}`, No cursor.",
                "400, Application/Problem+JSON ;charset=utf-8, `{\"detail\":\"No cursor.\"}`, No cursor.",
                "400, application/problem+json, <h1>Bad</h1>, The server responded with 400.",
                "400, application/problem+json, `{\"detail\":\"No`, The server responded with 400.",
                "400, application/problem+json, `{\"detail\":42}`, The server responded with 400.",
                "400, application/problem+json, ``, The server responded with 400.",
                "400, application/problem+json, null, The server responded with 400.",
                "400, application/problem+jsonp, `{\"detail\":\"No cursor.\"}`, The server responded with 400.",
                "400, text/html, `{\"detail\":\"No cursor.\"}`, The server responded with 400.",
                "503, application/problem+json, `{\"detail\":\"All places are taken.\"}`, All places are taken.",
                "503, text/html, <h1>Full</h1>, The server has too much to do (503).",
            })
    void aRefusalIsExplainedByItsProblemDocumentIfItIsOne(int status, String type, String body, String sentence)
            throws Exception {
        try (var server = new ScriptedServer(String.format(ROOT, """
                HTTP/1.1 %d Whatever\r
                Content-Type: %s\r
                Retry-After: 2147484\r
                \r
                %s""", status, type, body))) {
            var client = new LongPollingClient(server.uri());

            assertEquals(sentence, failure(client).getMessage());
            long pause = client.pause(1);
            assertTrue(pause >= 3_600_000, "Retry-After was longer than an hour, it waits " + pause + " ms");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "<h1>Log in</h1>", "{\"seq\":1,\"quotes\":[{\"seq\""})
    void aResponseThatIsNotQuotesIsAFailureThatSaysWhatCame(String body) throws Exception {
        try (var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + body)) {
            var failure = failure(new LongPollingClient(server.uri()));

            assertEquals(
                    "The server sent something other than quotes: " + (body.isEmpty() ? "nothing" : body),
                    failure.getMessage());
        }
    }

    @Test
    void aBodyThatNeverEndsIsAFailure() throws Exception {
        try (var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{" + ScriptedServer.OPEN)) {
            var failure = failure(new LongPollingClient(server.uri(), Duration.ofMillis(500), Duration.ZERO));

            assertEquals("No whole response within 500 ms.", failure.getMessage());
        }
    }

    @Test
    void aBodyWithoutAnEndIsReadUpToAMaximum() throws Exception {
        try (var server = new ScriptedServer("HTTP/1.1 200 OK\r\n\r\n" + ScriptedServer.ENDLESS)) {
            assertEquals(
                    "No prices: The server sent more than 1048576 bytes. Trying again in 1 s.",
                    ComeBack.firstSentence(new LongPollingClient(server.uri())::watch));
        }
    }

    @Test
    void whatAConsoleWouldObeyIsNotPrinted() throws Exception {
        try (var server = new ScriptedServer("""
                HTTP/1.1 400 Bad Request\r
                Content-Type: application/problem+json\r
                \r
                {"detail":"\\u001b[2JNo\\u009b2J cursor.\\r\\n1  ACME 0.01"}""")) {
            assertEquals(
                    "No prices: [2JNo 2J cursor. 1 ACME 0.01. Trying again in 1 s.",
                    ComeBack.firstSentence(new LongPollingClient(server.uri())::watch));
        }
    }

    @Test
    void asksAgainAtOnceWhenPricesCome() throws Exception {
        var responses = IntStream.rangeClosed(1, 100)
                .mapToObj(seq -> "HTTP/1.1 200 OK\r\n\r\n{\"seq\":" + seq + ",\"quotes\":[]}")
                .toArray(String[]::new);
        try (var server = new ScriptedServer(responses)) {
            var watching = watch(server);

            // Pauses of half a second would last longer than the wait.
            await("100 requests", () -> server.requests().size(), count -> count >= 100);
            watching.interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n{\"seq\":0,\"quotes\":[]}",
                "HTTP/1.1 200 OK\r\n\r\n{\"seq\":0,\"reset\":true,\"quotes\":[]}",
            })
    void aServerThatRespondsWithNothingAtOnceIsNotFlooded(String response) throws Exception {
        try (var server = new ScriptedServer(response)) {
            var atOnce = Duration.ofMinutes(1); // also on a busy machine
            var client = new LongPollingClient(server.uri(), Await.LIMIT, atOnce);
            var pauses = new ArrayList<Long>();
            Backoff.Pause pause = (sentence, millis) -> {
                pauses.add(millis);
                if (pauses.size() == 5) {
                    throw new InterruptedException("enough");
                }
            };

            awaitResult(
                    "five pauses",
                    () -> assertThrows(InterruptedException.class, () -> client.watch(prices -> {}, pause)));

            for (int i = 0; i < 5; i++) {
                assertTrue(pauses.get(i) >= Backoff.limit(i + 1) / 2, () -> "longer each time: " + pauses);
            }
            assertEquals(5, server.requests().size(), "requests: one before each of the five pauses");
        }
    }

    private static Thread watch(ScriptedServer server) {
        var thread = new Thread(() -> {
            try {
                new LongPollingClient(server.uri()).watch(prices -> {}, (sentence, millis) -> Thread.sleep(millis));
            } catch (InterruptedException over) {
                // The test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static List<Quote> ask(LongPollingClient client) throws Exception {
        return awaitResult("what the client gets", client::ask).quotes();
    }

    private static IOException failure(LongPollingClient client) throws Exception {
        return awaitResult("the client's failure", () -> assertThrows(IOException.class, client::ask));
    }
}
