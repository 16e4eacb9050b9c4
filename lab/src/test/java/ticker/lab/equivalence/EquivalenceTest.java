package ticker.lab.equivalence;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.lab.equivalence.WatchingClient.Mistake;

/**
 * One market, five techniques, the same moves, and bad networks between: all five clients have the same board in the end.
 * {@code -Drounds=10000} plays many rounds, {@code -Dseed=17} plays one again.
 */
@TestInstance(Lifecycle.PER_CLASS)
class EquivalenceTest {
    private static final int MAX_ROUNDS_TO_FIND_A_MISTAKE = 200;

    private final List<CarriedMarket> markets = List.of(
            new CarriedMarket("the first market", 0, List.of("ACME", "BRIO", "CALA")),
            new CarriedMarket("the second market", 1_000_000_000_000L, List.of("BRIO", "CALA", "DUNE")));

    @AfterAll
    void stop() {
        for (var market : markets) {
            market.close();
        }
    }

    static LongStream seeds() {
        var seed = Long.getLong("seed");
        return seed == null ? LongStream.rangeClosed(1, Integer.getInteger("rounds", 20)) : LongStream.of(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void allFiveEndOnTheSameBoardAndNoNumberGoesBack(long seed) throws Exception {
        play(seed, 0, Mistake.NONE);
    }

    @ParameterizedTest(name = "lesson {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aClientThatDropsItsCursorIsFound(int lesson) throws Exception {
        assertFound(lesson, Mistake.DROPS_ITS_CURSOR, " got .* within one market");
    }

    @ParameterizedTest(name = "lesson {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aClientThatIgnoresAResetIsFound(int lesson) throws Exception {
        assertFound(lesson, Mistake.IGNORES_RESET, " had, at number .* the board .*");
    }

    private void assertFound(int lesson, Mistake mistake, String complaint) throws Exception {
        for (long seed = 1; seed <= MAX_ROUNDS_TO_FIND_A_MISTAKE; seed++) {
            try {
                play(seed, lesson, mistake);
            } catch (AssertionError found) {
                if (found.getMessage().matches("-Dseed=" + seed + ": The client of lesson " + lesson + complaint)) {
                    return;
                }
            }
        }
        fail(String.format(ROOT, "The mistake was not found in %d rounds", MAX_ROUNDS_TO_FIND_A_MISTAKE));
    }

    private void play(long seed, int mistaken, Mistake mistake) throws Exception {
        try {
            new Round(seed, markets, mistaken - 1, mistake).play();
        } catch (AssertionError wrong) {
            throw new AssertionError(String.format(ROOT, "-Dseed=%d: %s", seed, wrong.getMessage()), wrong);
        }
    }
}
