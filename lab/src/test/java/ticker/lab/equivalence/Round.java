package ticker.lab.equivalence;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import ticker.handshake.ConsoleClientOfLesson5;
import ticker.lab.equivalence.WatchingClient.Mistake;
import ticker.longpolling.ConsoleClientOfLesson2;
import ticker.polling.ConsoleClientOfLesson1;
import ticker.streaming.ConsoleClientOfLesson3;
import ticker.websocket.ConsoleClientOfLesson4;

/** Five clients, each behind a relay with faults, watch a market that moves; sometimes it is replaced by another market. */
final class Round {
    static final int LESSONS = 5;
    private static final List<ConsoleClient> CLIENTS = List.of(
            new ConsoleClientOfLesson1(),
            new ConsoleClientOfLesson2(),
            new ConsoleClientOfLesson3(),
            new ConsoleClientOfLesson4(),
            new ConsoleClientOfLesson5());

    private final List<CarriedMarket> markets;
    private final SplittableRandom random;
    private final List<FaultyRelay> relays = new ArrayList<>();
    private final List<WatchingClient> clients = new ArrayList<>();
    private CarriedMarket market;

    /** The seed decides all, but for what the threads do first. The client of one lesson may make a mistake. */
    Round(long seed, List<CarriedMarket> markets, int mistaken, Mistake mistake) throws Exception {
        this.markets = markets;
        random = new SplittableRandom(seed);
        markets.forEach(any -> any.begin(random));
        market = markets.get(random.nextInt(markets.size()));
        for (int i = 0; i < LESSONS; i++) {
            relays.add(new FaultyRelay(market.server(i), random.split()));
            clients.add(new WatchingClient(
                    String.format(ROOT, "The client of lesson %d", i + 1),
                    CLIENTS.get(i),
                    relays.get(i).uri(),
                    i == mistaken ? mistake : Mistake.NONE,
                    markets));
        }
    }

    /** An AssertionError says what is wrong. */
    void play() throws Exception {
        try {
            move();
            for (var relay : relays) {
                relay.heal();
            }
            for (var client : clients) {
                client.await(market.seq());
                assertEquals(market.boardAt(market.seq()), client.board(), "the board in the end");
            }
        } finally {
            end();
        }
    }

    private void move() throws Exception {
        for (int steps = random.nextInt(10, 40); steps > 0; steps--) {
            switch (random.nextInt(12)) {
                case 0 -> otherMarket();
                case 1 -> relays.get(random.nextInt(LESSONS)).cut();
                case 2, 3 -> clients.get(random.nextInt(LESSONS)).await(market.seq());
                default -> market.move(random);
            }
        }
    }

    private void otherMarket() throws Exception {
        market = markets.get(1 - markets.indexOf(market));
        for (int i = 0; i < LESSONS; i++) {
            relays.get(i).leadTo(market.server(i));
        }
    }

    private void end() throws Exception {
        clients.forEach(WatchingClient::end);
        for (var relay : relays) {
            relay.close();
        }
        for (var client : clients) {
            client.awaitEnd();
        }
    }
}
