package ticker.longpolling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.longpolling.Await.await;
import static ticker.longpolling.Await.awaitEqual;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
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
    private Mover mover;
    private Mover other;

    @BeforeEach
    void join() {
        first = new SharedMarket(redis.uri());
        second = new SharedMarket(redis.uri());
        mover = new Mover(first, 7);
        other = new Mover(second, 8);
    }

    @AfterEach
    void leave() {
        mover.close();
        other.close();
        first.close();
        second.close();
    }

    @Test
    void aMoveReachesEveryServerWithTheSameNumber() {
        mover.move("ACME", 101_25, 1000);
        mover.move("BRIO", 55_00, 2000);

        awaitEqual("the other server's board", List.of("ACME 10125 1000", "BRIO 5500 2000"), () -> board(second));
        awaitEqual(
                "the first server's quotes",
                second.copy().after(0).quotes(),
                () -> first.copy().after(0).quotes());
    }

    @Test
    void aServerThatJoinsLaterGetsTheBoard() {
        mover.move("ACME", 101_25, 1000);
        mover.move("BRIO", 55_00, 2000);
        mover.move("ACME", 102_00, 3000);

        try (var third = new SharedMarket(redis.uri())) {
            assertEquals(List.of("BRIO 5500 2000", "ACME 10200 3000"), board(third));
        }
    }

    @Test
    void onlyTheOneWithTheLeaseMovesTheMarket() {
        assertTrue(mover.move("ACME", 101_25, 1000));
        keepLease(mover);

        assertFalse(other.move("ACME", 99_00, 2000), "two movers at a time would be two markets in one");

        assertEquals("10125", redis("ACME"));
    }

    @Test
    void whenTheMoverIsGoneAnotherOneTakesOver() {
        long start = System.nanoTime();
        mover.move("ACME", 101_25, 1000);

        awaitEqual("whether the other mover may move", true, () -> other.move("ACME", 102_00, 2000));

        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.printf("A mover is gone: the next one took over after %d ms.%n", millis);
        assertTrue(millis >= Mover.LEASE / 2, "it had a lease of %d ms".formatted(Mover.LEASE));
        keepLease(other);
        assertFalse(mover.move("ACME", 99_00, 3000), "who comes back too late has lost it");
    }

    @Test
    void theFirstMoverOpensTheMarketAndMovesIt() {
        mover.start(50);
        other.start(50);

        awaitOpening(second);
        long opened = second.copy().after(0).seq();
        await(
                "a number above %d".formatted(opened),
                () -> second.copy().after(0).seq(),
                seq -> seq > opened);
    }

    @Test
    void numbersNeverGoBackwardsWhateverRedisHasForgotten() {
        mover.move("ACME", 101_25, 1000);
        awaitEqual("the board", List.of("ACME 10125 1000"), () -> board(first));
        long before = first.copy().after(0).seq();

        redis.forget();
        mover.move("ACME", 102_00, 2000);

        awaitEqual("the board", List.of("ACME 10200 2000"), () -> board(first));
        assertTrue(first.copy().after(0).seq() > before, "a reader with a cursor would never get it");
    }

    @Test
    void numbersFollowEachOtherWhenPricesComeFasterThanMilliseconds() {
        for (int i = 0; i < 1000; i++) {
            mover.move("ACME", 100_00 + i, i);
        }

        awaitEqual("the board", List.of("ACME 10999 999"), () -> board(second));
    }

    @Test
    void aRedisThatComesBackEmptyGetsTheBoardBack() {
        mover.start(0.1);
        awaitOpening(first);
        var before = first.copy().after(0);

        redis.stop();
        awaitHalted(true, first);
        awaitHalted(true, second);
        redis.start();

        awaitHalted(false, first);
        awaitHalted(false, second);
        for (var quote : before.quotes()) {
            await(quote.symbol() + " to be in Redis again", () -> redis(quote.symbol()), Objects::nonNull);
        }
        awaitEqual(
                "symbols that readers get again",
                5,
                () -> second.copy().after(before.seq()).quotes().size());
    }

    @Test
    void aConnectionThatIsSilentIsNoticedToo() {
        mover.start(0.1);
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
    void newsThatIsNoneIsSurvived() {
        mover.move("ACME", 101_25, 1000);
        try (var stranger = redis.client()) {
            stranger.publish(SharedMarket.NEWS, "hello");
        }

        awaitEqual("the board", List.of("ACME 10200 2000"), () -> {
            mover.move("ACME", 102_00, 2000);
            return board(second);
        });
    }

    @Test
    void withoutARedisThereIsASentence() {
        var nowhere = URI.create("redis://localhost:1");

        var refusal = assertThrows(IllegalArgumentException.class, () -> new SharedMarket(nowhere));

        assertEquals("There is no Redis at redis://localhost:1.", refusal.getMessage());
    }

    private static void awaitOpening(SharedMarket market) {
        await("a board of five symbols", () -> board(market), board -> board.size() == 5);
    }

    private static void awaitHalted(boolean expected, SharedMarket market) {
        awaitEqual("whether the market stands still", expected, market::isHalted);
    }

    /** Lets the lease last, for a busy machine may let it run out before the test has seen that it counts. */
    private static void keepLease(Mover holder) {
        try (var client = redis.client()) {
            awaitEqual("leases that last", 1L, () -> holder.move("ACME", 101_25, 1000) ? client.persist(LEASE) : 0L);
        }
    }

    private static List<String> board(SharedMarket market) {
        return market.copy().after(0).quotes().stream()
                .map(quote -> "%s %d %d".formatted(quote.symbol(), quote.cents(), quote.time()))
                .collect(Collectors.toList());
    }

    /** The price that Redis has of a symbol, in cents. */
    private static String redis(String symbol) {
        try (var client = redis.client()) {
            var news = client.hget(SharedMarket.BOARD, symbol);
            return news == null
                    ? null
                    : Long.toString(
                            Quotes.parse(news.getBytes()).quotes().get(0).cents());
        }
    }
}
