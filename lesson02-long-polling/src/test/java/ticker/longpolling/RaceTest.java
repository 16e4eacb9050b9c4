package ticker.longpolling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.longpolling.Await.await;
import static ticker.longpolling.Await.stays;
import static ticker.longpolling.Holding.HOUR;
import static ticker.longpolling.Holding.awaitHeld;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The gap between a response and the next request: what becomes of a price that moves in it? The requests are real ones;
 * only the time in which a client comes back is virtual, so that it comes back in the gap whenever the test wants it to.
 */
class RaceTest {
    private final Market market = new Market(0);
    private final List<Quote> moves = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"1.2, 25", "3, 104", "100, 196"})
    void withoutACursorThePricesInTheGapAreLost(double roundTrip, int expected) throws Exception {
        try (var server = new CursorlessServer(market)) {
            int seen = 0;
            for (var response : watch(server.uri(), server::held, false, roundTrip)) {
                seen += response.quotes().size();
            }

            int lost = 200 - seen;
            System.out.printf(
                    ROOT,
                    "200 prices 1 ms apart, a round trip of up to %s ms: a client without a cursor lost %d.%n",
                    roundTrip,
                    lost);
            assertEquals(expected, lost, "prices that moved while the client was on its way");
        }
    }

    @ParameterizedTest
    @CsvSource({"1.2", "3", "100"})
    void withACursorAClientGetsAllItIsOwedAndEndsOnTheNewest(double roundTrip) throws Exception {
        try (var server = new LongPollingServer(0, market, new Options(10, HOUR))) {
            var responses = watch(server.uri(), server::held, true, roundTrip);

            int cursor = 0;
            for (var response : responses) {
                assertEquals(
                        owed(cursor, response.seq()),
                        response.quotes(),
                        "the newest price of each symbol that has moved since " + cursor);
                cursor = (int) response.seq();
            }
            assertEquals(200, cursor, "the newest price is the last one read");
            System.out.printf(
                    ROOT,
                    "200 prices 1 ms apart, a round trip of up to %s ms: a client with a cursor got all it was owed, in %d responses.%n",
                    roundTrip,
                    responses.size());
        }
    }

    @Test
    void aBurstOf50LosesAllButTheFirstWithoutACursor() throws Exception {
        try (var server = new CursorlessServer(market);
                var wire = new Wire(server.uri())) {
            ask(wire, 0);
            awaitHeld(1, server::held);
            burst();

            assertEquals(List.of(moves.get(0)), receive(wire).quotes(), "the price that met a held request");
            ask(wire, 0);
            awaitHeld(1, server::held); // its client has an old price, and does not know it
            move();
            assertEquals(List.of(moves.get(50)), receive(wire).quotes(), "the next price: 49 are lost");
        }
        System.out.println("A burst of 50: a client without a cursor lost 49, and did not know.");
    }

    @Test
    void aBurstOf50IsReadToItsEndWithACursor() throws Exception {
        try (var server = new LongPollingServer(0, market);
                var wire = new Wire(server.uri())) {
            ask(wire, 0);
            awaitHeld(1, server::held);
            burst();

            var first = receive(wire); // how much of the burst is in it depends on the threads
            assertEquals(owed(0, first.seq()), first.quotes(), "the first part of the burst");
            if (first.seq() < 50) {
                ask(wire, first.seq());
                assertEquals(owed(first.seq(), 50), receive(wire).quotes(), "the rest of the burst");
            }
        }
    }

    @Test
    void aRequestWhoseCursorIsTheNewestStaysHeld() throws Exception {
        var early = new CompletableFuture<Runnable>();
        market.listen(quote -> early.join().run()); // called before the listener of the server
        try (var server = new LongPollingServer(0, market);
                var wire = new Wire(server.uri())) {
            early.complete(() -> {
                if (moves.size() == 1) {
                    assertDoesNotThrow(() -> ask(wire, 1));
                    awaitHeld(1, server::held);
                }
            });
            move();

            stays("The number of held requests", Duration.ofMillis(200), server::held, held -> held == 1);
            move();
            assertEquals(List.of(moves.get(1)), receive(wire).quotes(), "only the price that it did not have");
        }
    }

    /** The first request of a server comes to a thread that has no group yet, which a move could wake. */
    @Test
    void aPriceThatMovesAfterTheLookAndBeforeTheHoldIsNotMissed() throws Exception {
        var between = new AtomicBoolean();
        var subscribers = new Subscribers(market, 10, () -> {
            if (between.getAndSet(false)) { // the time is asked for when the look is done and the hold begins
                move();
            }
            return 0;
        });
        try (var server = new LongPollingServer(Server.listenOn(0), market, new Options(10, HOUR), subscribers);
                var wire = new Wire(server.uri())) {
            between.set(true);

            ask(wire, 0);

            var response = assertDoesNotThrow(
                    () -> receive(wire), "the client must not wait for the next price to get the one that has moved");
            assertEquals(moves, response.quotes());
        }
    }

    @Test
    void aPriceThatMovesJustWhenClientsAskAgainIsNotMissed() throws Exception {
        try (var server = new LongPollingServer(0, market, new Options(10, HOUR))) {
            var clients = start(2, server.uri(), 1000);
            while (moves.size() < 1000) {
                move();
                for (var client : clients) {
                    client.awaitCursor(moves.size()); // the next price moves as soon as all have this one
                }
            }
        }
    }

    @Test
    void clientsThatAskWhileTheMarketMovesEndOnItsLastPrice() throws Exception {
        try (var server = new LongPollingServer(0, market, new Options(10, HOUR))) {
            var clients = start(4, server.uri(), 20_000);
            awaitHeld(4, server::held);
            for (int i = 0; i < 20_000; i++) {
                move();
            }

            int responses = 0;
            for (var client : clients) {
                responses = client.awaitEnd();
                assertEquals(20_000, client.cursor, "the client ends on the last price");
            }
            System.out.printf(ROOT, "20,000 prices as fast as can be: %d responses for a client.%n", responses);
        }
    }

    private List<Client> start(int number, URI server, long last) {
        return IntStream.range(0, number)
                .mapToObj(i -> new Client(server, last))
                .peek(Client::start)
                .toList();
    }

    /** Reads up to a last price, in a thread of its own. It fails when a price does not come within Wire's time-out. */
    private static final class Client {
        private final FutureTask<Integer> responses = new FutureTask<>(this::read); // how many it took
        private final URI server;
        private final long last;
        private volatile long cursor;

        private Client(URI server, long last) {
            this.server = server;
            this.last = last;
        }

        void start() {
            var thread = new Thread(responses);
            thread.setDaemon(true);
            thread.start();
        }

        private int read() throws IOException {
            int number = 0;
            try (var wire = new Wire(server)) {
                for (; cursor < last; number++) {
                    ask(wire, cursor);
                    cursor = receive(wire).seq();
                }
            }
            return number;
        }

        /** Looks without a pause, so that the test goes on in the moment in which the client has the price. */
        void awaitCursor(long seq) {
            while (cursor < seq) {
                if (responses.isDone()) {
                    awaitEnd(); // says why, when it has failed
                }
                Thread.yield();
            }
        }

        int awaitEnd() {
            return assertDoesNotThrow(
                    () -> await("a client's last price", responses),
                    () -> String.format(ROOT, "a client has got no price after %d", cursor));
        }
    }

    /** 200 prices, one each virtual millisecond. After a response the client needs up to a round trip to be back. */
    private List<Quotes> watch(URI server, Callable<Integer> held, boolean hasCursor, double roundTrip)
            throws IOException {
        var random = new Random(7);
        var responses = new ArrayList<Quotes>();
        double back = 0;
        try (var wire = new Wire(server)) {
            for (int now = 1; now <= 200; now++) {
                boolean asks = back <= now;
                boolean behind = hasCursor && cursor(responses) < moves.size();
                if (asks) {
                    ask(wire, cursor(responses));
                }
                if (asks && behind) {
                    responses.add(receive(wire)); // at once
                } else if (asks) {
                    awaitHeld(1, held);
                }
                move();
                if (asks && !behind) {
                    responses.add(receive(wire));
                }
                if (asks) {
                    back = now + random.nextDouble() * roundTrip;
                }
            }
            if (hasCursor && cursor(responses) < moves.size()) {
                ask(wire, cursor(responses));
                responses.add(receive(wire));
            }
        }
        return responses;
    }

    private static long cursor(List<Quotes> responses) {
        return responses.isEmpty() ? 0 : responses.get(responses.size() - 1).seq();
    }

    private void burst() {
        for (int i = 0; i < 50; i++) {
            move();
        }
    }

    private void move() {
        int i = moves.size() + 1;
        moves.add(new Quote(i, Ticker.SYMBOLS.get(i % 5), i, i));
        market.move(Ticker.SYMBOLS.get(i % 5), i, i);
    }

    /** What a client must get: of every symbol that moved after its cursor, the newest quote up to a number. */
    private List<Quote> owed(long cursor, long seq) {
        var newest = new LinkedHashMap<String, Quote>();
        for (var move : moves.subList((int) cursor, (int) seq)) {
            newest.remove(move.symbol());
            newest.put(move.symbol(), move);
        }
        return List.copyOf(newest.values());
    }

    private static void ask(Wire wire, long cursor) throws IOException {
        wire.send(String.format(ROOT, "GET /quotes?after=%d HTTP/1.1\r\nHost: localhost\r\n\r\n", cursor));
    }

    private static Quotes receive(Wire wire) throws IOException {
        var response = wire.receive("]}");
        return Quotes.parse(response.substring(response.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1));
    }
}
