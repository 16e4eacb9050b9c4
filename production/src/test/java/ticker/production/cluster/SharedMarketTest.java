package ticker.production.cluster;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.production.Await.await;
import static ticker.production.Await.awaitEqual;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** One market for two servers, in a real Redis. */
@Isolated("a container changes the network, and browsers then drop their connections")
@Tag("docker")
class SharedMarketTest {
    @RegisterExtension
    static final Redis redis = new Redis();

    private static final String LEASE = "market:lease";

    private SharedMarket first;
    private SharedMarket second;
    private MarketLeader leader;
    private MarketLeader other;

    @BeforeEach
    void join() {
        first = new SharedMarket(redis.uri());
        second = new SharedMarket(redis.uri());
        leader = new MarketLeader(first, 7);
        other = new MarketLeader(second, 8);
    }

    @AfterEach
    void leave() {
        leader.close();
        other.close();
        first.close();
        second.close();
    }

    @Test
    void aMoveReachesEveryServerWithTheSameNumber() {
        leader.move("ACME", 101_25, 1000);
        leader.move("BRIO", 55_00, 2000);

        awaitEqual("the other server's board", List.of("ACME 10125 1000", "BRIO 5500 2000"), () -> board(second));
        awaitEqual("the first server's board", second.board(), first::board);
    }

    @Test
    void theMarketOfALessonGetsTheBoardAndThenEachMove() {
        leader.move("ACME", 101_25, 1000);
        awaitEqual("the board", List.of("ACME 10125 1000"), () -> board(first));
        var market = new ticker.longpolling.Market(0, SharedMarket.LEAD);

        first.listen(market::accept);
        leader.move("BRIO", 55_00, 2000);

        awaitEqual(
                "the quotes of the lesson's market",
                List.of("ACME 10125 1000", "BRIO 5500 2000"),
                () -> market.after(0).quotes().stream()
                        .map(quote -> String.format(ROOT, "%s %d %d", quote.symbol(), quote.cents(), quote.time()))
                        .toList());
        assertEquals(first.board().get(1).seq(), market.after(0).seq());
    }

    @Test
    void aServerThatJoinsLaterGetsTheBoard() {
        leader.move("ACME", 101_25, 1000);
        leader.move("BRIO", 55_00, 2000);
        leader.move("ACME", 102_00, 3000);

        try (var third = new SharedMarket(redis.uri())) {
            assertEquals(List.of("BRIO 5500 2000", "ACME 10200 3000"), board(third));
        }
    }

    @Test
    void onlyTheLeaderWithTheLeaseMovesTheMarket() {
        assertTrue(leader.move("ACME", 101_25, 1000));
        keepLease(leader);

        assertFalse(other.move("ACME", 99_00, 2000), "two leaders at a time would be two markets in one");

        assertEquals(101_25, inRedis("ACME").cents());
    }

    @Test
    void whenTheLeaderIsGoneAnotherOneTakesOver() {
        long start = System.nanoTime();
        leader.move("ACME", 101_25, 1000);

        awaitEqual("whether the other leader may move", true, () -> other.move("ACME", 102_00, 2000));

        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.printf(ROOT, "A market leader is gone: the next one took over after %d ms.%n", millis);
        assertTrue(
                millis >= MarketLeader.LEASE / 2, String.format(ROOT, "it had a lease of %d ms", MarketLeader.LEASE));
        keepLease(other);
        assertFalse(leader.move("ACME", 99_00, 3000), "a leader that comes back too late has lost the lease");
    }

    @Test
    void theFirstLeaderOpensTheMarketAndMovesIt() {
        leader.start(50, false);
        other.start(50, false);

        awaitOpening(second);
        long opened = seq(second);
        await(String.format(ROOT, "a number above %d", opened), () -> seq(second), seq -> seq > opened);
    }

    @Test
    void pricesComeAtRandomOrAtEqualIntervalsAsInTheLessons() {
        var random = new ArrayList<Long>();
        var steady = new ArrayList<Long>();
        for (int i = 0; i < 10_000; i++) {
            random.add(leader.pause(2, false));
            steady.add(leader.pause(2, true));
        }

        double mean = random.stream().mapToLong(Long::longValue).average().orElseThrow();
        assertEquals(5e8, mean, 5e7, "nanoseconds between two prices on average");
        long longer = random.stream().filter(pause -> pause > 5e8).count();
        assertEquals(Math.exp(-1) * 10_000, longer, 500, "pauses that are longer than the average");
        assertEquals(List.of(500_000_000L), steady.stream().distinct().toList());
    }

    @Test
    void numbersNeverGoBackwardsWhateverRedisHasForgotten() {
        leader.move("ACME", 101_25, 1000);
        awaitEqual("the board", List.of("ACME 10125 1000"), () -> board(first));
        long before = seq(first);

        redis.forget();
        leader.move("ACME", 102_00, 2000);

        awaitEqual("the board", List.of("ACME 10200 2000"), () -> board(first));
        assertTrue(seq(first) > before, "a client with a cursor would never get it");
    }

    @Test
    void numbersFollowEachOtherWhenPricesComeFasterThanMilliseconds() {
        for (int i = 0; i < 1000; i++) {
            leader.move("ACME", 100_00 + i, i);
        }

        awaitEqual("the board", List.of("ACME 10999 999"), () -> board(second));
    }

    @Test
    void aMoveWaitsWhileItsNumberIsAheadOfTheClock() {
        try (var client = redis.client()) {
            client.set("market:seq", Long.toString(System.currentTimeMillis() + 3000));
        }

        leader.start(1000, true); // as many numbers as milliseconds: without a pause they would stay ahead for ever

        awaitOpening(first);
        await(
                "the newest number to be less than a second ahead of the clock",
                () -> seq(first) - System.currentTimeMillis(),
                ahead -> ahead < 1000);
    }

    @Test
    void aRedisThatComesBackEmptyGetsTheBoardBack() {
        leader.start(0.1, false);
        awaitOpening(first);
        var before = first.board();

        redis.stop();
        awaitHalted(true, first);
        awaitHalted(true, second);
        redis.start();

        awaitHalted(false, first);
        awaitHalted(false, second);
        for (var move : before) {
            await(move.symbol() + " to be in Redis again", () -> inRedis(move.symbol()), Objects::nonNull);
        }
        long newest = before.get(4).seq();
        awaitEqual(
                "symbols that clients get again",
                5L,
                () -> second.board().stream()
                        .filter(move -> move.seq() > newest)
                        .count());
    }

    @Test
    void aConnectionThatIsSilentIsNoticedToo() {
        leader.start(0.1, false);
        awaitOpening(second);

        redis.freeze();
        try {
            awaitHalted(true, second);
        } finally {
            redis.thaw();
        }

        awaitHalted(false, second);
    }

    @Test
    void aMessageThatIsNoMoveIsSurvived() {
        leader.move("ACME", 101_25, 1000);
        try (var stranger = redis.client()) {
            stranger.publish(SharedMarket.MOVES, "hello");
        }

        awaitEqual("the board", List.of("ACME 10200 2000"), () -> {
            leader.move("ACME", 102_00, 2000);
            return board(second);
        });
    }

    @Test
    void withoutARedisThereIsASentence() {
        var nowhere = URI.create("redis://localhost:1");

        var refusal = assertThrows(IllegalArgumentException.class, () -> new SharedMarket(nowhere));

        assertEquals(
                "There is no Redis at redis://localhost:1. -Dmarket=redis://localhost:6379 says where it is.",
                refusal.getMessage());
    }

    private static void awaitOpening(SharedMarket market) {
        await("a board of five symbols", () -> board(market), board -> board.size() == 5);
    }

    private static void awaitHalted(boolean expected, SharedMarket market) {
        awaitEqual("whether the market stands still", expected, market::isHalted);
    }

    /** Makes the lease last for ever: on a busy machine it might run out before the test has seen that it counts. */
    private static void keepLease(MarketLeader holder) {
        try (var client = redis.client()) {
            awaitEqual("leases that last", 1L, () -> holder.move("ACME", 101_25, 1000) ? client.persist(LEASE) : 0L);
        }
    }

    /** The newest number that a server has heard. */
    private static long seq(SharedMarket market) {
        var board = market.board();
        return board.get(board.size() - 1).seq();
    }

    private static List<String> board(SharedMarket market) {
        return market.board().stream()
                .map(move -> String.format(ROOT, "%s %d %d", move.symbol(), move.cents(), move.time()))
                .toList();
    }

    /** The move of a symbol that is in Redis. */
    private static Move inRedis(String symbol) {
        try (var client = redis.client()) {
            var json = client.hget(SharedMarket.BOARD, symbol);
            return json == null ? null : Move.parse(json);
        }
    }
}
