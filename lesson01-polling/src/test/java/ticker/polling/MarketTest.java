package ticker.polling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.polling.Await.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MarketTest {
    private final Market market = new Market(0);

    @Test
    void everyMoveTakesTheNextNumberOfOneSequence() {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);

        assertEquals(
                List.of(new Quote(1, "ACME", 101_25, 1000), new Quote(2, "BRIO", 55_00, 2000)),
                market.after(0).quotes());
    }

    @Test
    void returnsOnlyWhatIsNewerThanTheCursor() {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);

        assertEquals(List.of(new Quote(2, "BRIO", 55_00, 2000)), market.after(1).quotes());
        assertEquals(List.of(), market.after(2).quotes());
        assertEquals(2, market.after(2).seq(), "the cursor stays where it is when there is nothing newer");
    }

    @Test
    void aClientThatSleptGetsTheNewestPriceOfEachSymbolAndNoHistory() {
        for (int i = 1; i <= 1000; i++) {
            market.move(i % 2 == 0 ? "ACME" : "BRIO", i, i);
        }

        assertEquals(
                List.of(new Quote(999, "BRIO", 999, 999), new Quote(1000, "ACME", 1000, 1000)),
                market.after(1).quotes());
    }

    @Test
    void aCursorFromTheFutureIsAnotherMarketsAndGetsTheWholeBoardAsAReset() {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);

        assertFalse(market.after(2).reset(), "2 is this market's own number");
        assertTrue(market.after(3).reset(), "3 is no number of this market yet");
        assertEquals(market.after(0).quotes(), market.after(3).quotes());
        assertEquals(2, market.after(Long.MAX_VALUE).seq(), "the response brings the client back to the present");
    }

    @Test
    void aCursorFromBeforeTheMarketBeganIsAnotherMarketsAndGetsTheWholeBoardAsAReset() {
        var restarted = new Market(1000);
        restarted.move("ACME", 101_25, 1000);
        restarted.move("BRIO", 55_00, 2000);

        assertTrue(restarted.after(999).reset(), "999 is from before the beginning");
        assertEquals(restarted.after(0).quotes(), restarted.after(999).quotes());
        assertFalse(restarted.after(1000).reset(), "1000 is where this market begins");
        assertFalse(restarted.after(1001).reset(), "1001 is this market's own number");
    }

    @Test
    void aClientWithoutACursorGetsTheWholeBoardAndNoReset() {
        var restarted = new Market(1000);
        restarted.move("ACME", 101_25, 1000);

        assertEquals(
                List.of(new Quote(1001, "ACME", 101_25, 1000)),
                restarted.after(0).quotes(),
                "the whole board");
        assertFalse(restarted.after(0).reset(), "0 means: I have nothing yet. So there is nothing to forget");
    }

    @Test
    void aCopyTakesOverQuotesWithTheirNumbers() {
        market.accept(40, "ACME", 101_25, 1000);
        market.accept(42, "BRIO", 55_00, 2000);

        assertEquals(
                List.of(new Quote(40, "ACME", 101_25, 1000), new Quote(42, "BRIO", 55_00, 2000)),
                market.after(0).quotes());
        assertEquals(42, market.after(0).seq(), "the cursor is the number that the other market gave");
    }

    @Test
    void aCopyThatGetsAQuoteAgainOrTooLateKeepsTheNewerOne() {
        var heard = new ArrayList<Long>();
        market.accept(42, "ACME", 101_25, 2000);
        market.listen(quote -> heard.add(market.after(0).seq()));

        market.accept(42, "ACME", 101_25, 2000);
        market.accept(41, "ACME", 99_00, 1000);

        assertEquals(
                List.of(new Quote(42, "ACME", 101_25, 2000)), market.after(0).quotes());
        assertEquals(List.of(), heard, "a quote that is not newer is told to no listener");
    }

    @Test
    void aClientOfAnotherCopyThatIsAheadGetsNothingOlder() {
        var copy = new Market(0, 10);
        copy.accept(42, "ACME", 101_25, 1000);

        assertEquals(List.of(), copy.after(52).quotes());
        assertEquals(52, copy.after(52).seq(), "it keeps its cursor");
        assertEquals(
                copy.after(0).quotes(), copy.after(53).quotes(), "a cursor from too far ahead is of another market");

        copy.accept(53, "ACME", 102_00, 2000);
        assertEquals(
                List.of(new Quote(53, "ACME", 102_00, 2000)), copy.after(52).quotes(), "it has caught up");
    }

    @Test
    void askingNeverChangesTheData() {
        market.move("ACME", 101_25, 1000);

        var first = market.after(0);

        for (int i = 0; i < 100; i++) {
            assertSame(first, market.after(0), "M4: every client sees the one price that there is");
        }
    }

    @Test
    void aResponseIsEncodedOncePerPriceHoweverManyClientsAsk() {
        market.move("ACME", 101_25, 1000);

        var bytes = market.after(0).json();

        assertTrue(bytes == market.after(0).json(), "the second client should get the first one's bytes, not new ones");
    }

    @Test
    void theWireFormHasDecimalsWithTwoPlaces() {
        market.move("ACME", 101_50, 1_763_637_722_123L);
        market.move("BRIO", 7, 1_763_637_722_124L);

        assertEquals("""
                {"seq":2,"quotes":[\
                {"seq":1,"symbol":"ACME","price":101.50,"time":1763637722123},\
                {"seq":2,"symbol":"BRIO","price":0.07,"time":1763637722124}]}""", new String(market.after(0).json(), UTF_8));
    }

    @Test
    void aResetIsSaidInTheWireForm() throws Exception {
        market.move("ACME", 101_50, 1_763_637_722_123L);

        assertEquals("""
                {"seq":1,"reset":true,"quotes":[{"seq":1,"symbol":"ACME","price":101.50,"time":1763637722123}]}""", new String(market.after(7).json(), UTF_8));
        assertTrue(Quotes.parse(market.after(7).json()).reset(), "a reset is read as one");
        assertFalse(Quotes.parse(market.after(0).json()).reset(), "without the field it is no reset");
    }

    @Test
    void whatIsWrittenCanBeRead() throws Exception {
        market.move("ACME", 101_50, 1_763_637_722_123L);

        var read = Quotes.parse(market.after(0).json());

        assertEquals(1, read.seq(), "the cursor to come back with");
        assertEquals(market.after(0).quotes(), read.quotes());
    }

    @Test
    void theBoardOfAMarketWithoutQuotesCanBeRead() throws Exception {
        assertEquals("""
                {"seq":0,"quotes":[]}""", market.after(0).toString());
        assertEquals(0, Quotes.parse(market.after(0).json()).seq(), "the cursor is still 0: nothing yet");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ticker.polling.Nonsense#bodies")
    void whatIsNotTheWireFormIsRefusedInOneSentence(String text, String excerpt) {
        var refusal = assertThrows(IOException.class, () -> Quotes.parse(text.getBytes(UTF_8)));

        assertEquals("The server sent something other than quotes: " + excerpt, refusal.getMessage());
    }

    @Test
    void aListenerHearsOfAMoveWhenItCanBeAskedFor() {
        var heard = new ArrayList<Long>();
        market.listen(quote -> heard.add(market.after(0).seq()));

        market.move("ACME", 101_25, 1000);
        market.move("ACME", 101_26, 2000);

        assertEquals(List.of(1L, 2L), heard);
    }

    @Test
    void aListenerGetsTheQuoteThatMoved() {
        var heard = new ArrayList<Quote>();
        market.listen(heard::add);

        market.move("ACME", 101_25, 1000);
        market.accept(42, "BRIO", 55_00, 2000);

        assertEquals(
                List.of(new Quote(1, "ACME", 101_25, 1000), new Quote(42, "BRIO", 55_00, 2000)),
                heard,
                "a listener hears of each move, also of one that another market has numbered");
    }

    @Test
    void aClientThatAsksWhileItMovesMissesNothingAndSeesNoMixture() throws Exception {
        int moves = 50_000;
        var moving = CompletableFuture.runAsync(() -> {
            for (int i = 1; i <= moves; i++) {
                market.move(Ticker.SYMBOLS.get(i % 5), i, i);
            }
        });

        long cursor = 0;
        boolean isOver;
        do {
            isOver = moving.isDone(); // read before the client asks: the last response then has the last move
            var response = market.after(cursor);
            long seen = cursor;
            for (var quote : response.quotes()) {
                assertTrue(quote.seq() > seen, "newer than the cursor, oldest first");
                seen = quote.seq();
            }
            assertEquals(response.seq(), response.quotes().isEmpty() ? cursor : seen, "the last quote is the newest");
            cursor = response.seq();
        } while (!isOver);
        await("the end of the moves", moving);
        assertEquals(moves, cursor, "the client ends on the number of the last move");
    }
}
