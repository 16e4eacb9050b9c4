package ticker.longpolling;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** One market for two servers, in a real Redis. */
@Isolated("a container changes the network, and browsers then drop their connections")
class SharedMarketTest {
    @RegisterExtension
    static final Redis redis = new Redis();

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

        await("the other server to hear of both")
                .until(() -> second.copy().after(0).quotes().size() == 2);
        await("the copies to be equal")
                .until(() -> first.copy()
                        .after(0)
                        .quotes()
                        .equals(second.copy().after(0).quotes()));
        assertEquals(List.of("ACME 10125 1000", "BRIO 5500 2000"), board(second));
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

        assertFalse(other.move("ACME", 99_00, 2000), "two movers at a time would be two markets in one");

        assertEquals("10125", redis("ACME"));
    }

    @Test
    void whenTheMoverIsGoneAnotherOneTakesOver() {
        mover.move("ACME", 101_25, 1000);
        long start = System.nanoTime();

        await("the lease to run out").until(() -> other.move("ACME", 102_00, 2000));

        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.printf("A mover is gone: the next one took over after %d ms.%n", millis);
        assertTrue(millis >= Mover.LEASE / 2, "it had a lease of %d ms".formatted(Mover.LEASE));
        assertFalse(mover.move("ACME", 99_00, 3000), "who comes back too late has lost it");
    }

    @Test
    void theFirstMoverOpensTheMarketAndMovesIt() {
        mover.start(50);
        other.start(50);

        await("five symbols").until(() -> board(second).size() == 5);
        long opened = second.copy().after(0).seq();
        await("prices to move").until(() -> second.copy().after(0).seq() > opened);
    }

    @Test
    void numbersNeverGoBackwardsWhateverRedisHasForgotten() {
        mover.move("ACME", 101_25, 1000);
        await("the first price").until(() -> board(first).size() == 1);
        long before = first.copy().after(0).seq();

        redis.forget();
        mover.move("ACME", 102_00, 2000);

        await("the next price").until(() -> board(first).equals(List.of("ACME 10200 2000")));
        assertTrue(first.copy().after(0).seq() > before, "a reader with a cursor would never get it");
    }

    @Test
    void numbersFollowEachOtherWhenPricesComeFasterThanMilliseconds() {
        for (int i = 0; i < 1000; i++) {
            mover.move("ACME", 100_00 + i, i);
        }

        await("the last price").until(() -> board(second).equals(List.of("ACME 10999 999")));
    }

    @Test
    void aRedisThatComesBackEmptyGetsTheBoardBack() {
        mover.start(0.1);
        await("the market to open").until(() -> board(first).size() == 5);
        var before = first.copy().after(0);

        redis.stop();
        await("the first to notice").until(first::isHalted);
        await("the second to notice").until(second::isHalted);
        redis.start();

        await("prices to move again").until(() -> !first.isHalted() && !second.isHalted());
        for (var quote : before.quotes()) {
            await(quote.symbol() + " to be there again").until(() -> redis(quote.symbol()) != null);
        }
        assertEquals(5, second.copy().after(before.seq()).quotes().size(), "readers get the whole board again");
    }

    @Test
    void aConnectionThatIsSilentIsNoticedToo() {
        mover.start(0.1);
        await("the market to open").until(() -> board(second).size() == 5);

        redis.freeze();
        try {
            await("a silence to be noticed").until(second::isHalted);
        } finally {
            redis.thaw();
        }

        await("prices to move again").until(() -> !second.isHalted());
    }

    @Test
    void newsThatIsNoneIsSurvived() {
        mover.move("ACME", 101_25, 1000);
        try (var stranger = redis.client()) {
            stranger.publish(SharedMarket.NEWS, "hello");
        }

        await("the next price").until(() -> {
            mover.move("ACME", 102_00, 2000);
            return board(second).equals(List.of("ACME 10200 2000"));
        });
    }

    @Test
    void withoutARedisThereIsASentence() {
        var nowhere = URI.create("redis://localhost:1");

        var refusal = assertThrows(IllegalArgumentException.class, () -> new SharedMarket(nowhere));

        assertEquals("There is no Redis at redis://localhost:1.", refusal.getMessage());
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
