package ticker.docs.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    private static final String SOURCE = """
            package ticker.polling;

            import java.util.List;

            /** A market. */
            final class Market {
                private final List<Quote> quotes = List.of();

                /** Moves it. */
                @Override
                public void move(String symbol, long cents) {
                    if (cents > 0) {
                        put(symbol);
                    }
                    put(symbol);
                }

                long seq() {
                    return seq;
                }
            }
            """;

    private final Excerpt market = Excerpt.of("Market", SOURCE);

    @Test
    void aWholeClassIsQuotedWithoutItsImports() {
        assertEquals("/** A market. */", market.text().lines().findFirst().orElseThrow());
    }

    @Test
    void aMethodIsQuotedWithItsCommentAndMovedToTheLeft() {
        assertEquals("""
                /** Moves it. */
                @Override
                public void move(String symbol, long cents) {
                    if (cents > 0) {
                        put(symbol);
                    }
                    put(symbol);
                }""", market.member("move").text());
    }

    @Test
    void aFieldIsQuoted() {
        assertEquals(
                "private final List<Quote> quotes = List.of();",
                market.member("quotes").text());
    }

    @Test
    void linesAreQuotedFromOneTextToAnother() {
        assertEquals("""
                long seq() {
                    return seq;
                }""", market.between("long seq", "}").text());
    }

    @Test
    void aDrawingInACommentIsQuotedWithoutTheCommentsMarks() {
        var frame = Excerpt.of("Frame", """
                /**
                 * A frame.
                 *
                 * <pre>
                 *   |F|
                 *  -+-+
                 * </pre>
                 */
                record Frame() {}
                """);

        assertEquals(" |F|\n-+-+", frame.between("<pre>", "</pre>").text());
    }

    @Test
    void aFunctionOfAPageIsQuoted() {
        var page = Excerpt.of("page.js", """
                let cursor = 0;

                async function poll() {
                  const response = await ask();
                }

                poll();
                """);

        assertEquals("""
                async function poll() {
                  const response = await ask();
                }""", page.member("poll").text());
        assertEquals("let cursor = 0;", page.member("cursor").text());
    }

    @Test
    void aCalloutStandsBehindTheLineThatHasItsText() {
        assertEquals("""
                long seq() {
                    return seq; // <1>
                }""", market.member("seq").callout("1", "return").text());
    }

    @Test
    void whatIsNotThereIsRefusedByName() {
        assertRefused("Market has no open.", () -> market.member("open"));
        assertRefused("Market has no line with opening.", () -> market.between("opening", "}"));
        assertRefused(
                "Market#seq has no line with opening.",
                () -> market.member("seq").callout("1", "opening"));
    }

    @Test
    void aCalloutWhoseTextIsOnSeveralLinesIsRefused() {
        assertRefused(
                "Market#move has several lines with put.",
                () -> market.member("move").callout("1", "put"));
    }

    private static void assertRefused(String sentence, Runnable quote) {
        assertEquals(
                sentence, assertThrows(NoSuchElementException.class, quote::run).getMessage());
    }
}
