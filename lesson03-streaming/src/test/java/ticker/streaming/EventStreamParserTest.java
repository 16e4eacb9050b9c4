package ticker.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of WHATWG HTML §9.2.6 and all its examples. Each stream is fed whole, byte by byte, and split at every place. */
class EventStreamParserTest {
    private EventStreamParser parser;

    @Test
    void theFirstExampleIsThreeMessages() {
        assertEvents(
                """
                data: This is the first message.

                data: This is the second message, it
                data: has two lines.

                data: This is the third message.

                """,
                message("This is the first message."),
                message("This is the second message, it\nhas two lines."),
                message("This is the third message."));
    }

    @Test
    void theSecondExampleNamesItsEvents() {
        assertEvents(
                """
                event: add
                data: 73857293

                event: remove
                data: 2153

                event: add
                data: 113411

                """, new Event("", "add", "73857293"), new Event("", "remove", "2153"), new Event("", "add", "113411"));
    }

    @Test
    void theStockExampleIsOneEventOfThreeLines() {
        assertEvents("""
                data: YHOO
                data: +2
                data: 10

                """, message("YHOO\n+2\n10"));
    }

    @Test
    void theExampleOfFourBlocksIsTwoEventsAndAThirdWithASpace() {
        assertEvents("""
                : test stream

                data: first event
                id: 1

                data:second event
                id

                data:  third event

                """, new Event("1", "message", "first event"), message("second event"), message(" third event"));
    }

    @Test
    void theExampleOfEmptyDataIsTwoEventsAndAnUnfinishedOne() {
        assertEvents("""
                data

                data
                data

                data:""", message(""), message("\n"));
    }

    @Test
    void theExampleOfTheSpaceIsTwiceTheSameEvent() {
        assertEvents("""
                data:test

                data: test

                """, message("test"), message("test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void aLineEndsWithLfCrOrBoth(String end) {
        assertEvents("data: a%1$sdata: b%1$s%1$sdata: c%1$s%1$s".formatted(end), message("a\nb"), message("c"));
    }

    @Test
    void lineEndsMayBeMixed() {
        assertEvents("data: a\r\ndata: b\rdata: c\n\r\ndata: d\n\r", message("a\nb\nc"), message("d"));
    }

    @Test
    void anEventAfterACrNeedNotWaitForTheLf() {
        parser = new EventStreamParser("");

        assertEquals(List.of(message("a")), feed("data: a\r\r"));
        assertEquals(List.of(), feed("\n"), "the LF of the line end that has been seen");
        assertEquals(List.of(message("b")), feed("data: b\n\n"));
    }

    @Test
    void aByteOrderMarkAtTheStartIsNothing() {
        assertEvents("\uFEFFdata: a\n\n", message("a"));
    }

    @Test
    void aSecondByteOrderMarkBelongsToTheField() {
        assertEvents("\uFEFF\uFEFFdata: a\n\ndata: b\n\n\uFEFFdata: c\n\n", message("b"));
    }

    @Test
    void oneSpaceAfterTheColonIsDecorationAndTheSecondIsContent() {
        assertEvents(
                "data:a\n\ndata: a\n\ndata:  a\n\ndata:\ta\n\n",
                message("a"),
                message("a"),
                message(" a"),
                message("\ta"));
    }

    @Test
    void aColonInTheValueIsContent() {
        assertEvents("data: a:b: c\n\n", message("a:b: c"));
    }

    @Test
    void anEventWithoutDataIsNone() {
        assertEvents("event: quotes\nid: 1\n\ndata: a\n\n", new Event("1", "message", "a"));
    }

    @Test
    void theOrderOfTheFieldsDoesNotMatter() {
        var event = new Event("1", "quotes", "a");

        assertEvents("id: 1\nevent: quotes\ndata: a\n\ndata: a\nevent: quotes\nid: 1\n\n", event, event);
    }

    @Test
    void anUnfinishedEventIsNone() {
        assertEvents("data: a\n\nid: 2\ndata: b\n", message("a"));
        assertEquals(
                "",
                parser.lastEventId(),
                "a client that reconnects must get the event that was cut off, so its id does not count");
    }

    @Test
    void unknownFieldsAndCommentsAreIgnored() {
        assertEvents(": hello\n:\ncolor: red\ndata: a\nDATA: b\n data: c\ndata : d\n\n", message("a"));
    }

    @Test
    void anIdStaysUntilThereIsAnotherOne() {
        assertEvents(
                "id: 1\ndata: a\n\ndata: b\n\nid: 2\ndata: c\n\nid\ndata: d\n\n",
                new Event("1", "message", "a"),
                new Event("1", "message", "b"),
                new Event("2", "message", "c"),
                new Event("", "message", "d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2\0", "\0002", "\0", "2\0003"})
    void anIdWithANulIsIgnoredWhereverTheNulStands(String id) {
        var stream = "id: 1\ndata: a\n\nid: " + id + "\ndata: b\n\n";

        var second = cut(stream, stream.length()).get(1);

        assertEquals(
                "1",
                second.lastEventId(),
                "an id with a NUL is ignored, wherever the NUL stands: the last one before it");
        assertEvents(stream, new Event("1", "message", "a"), new Event("1", "message", "b"));
    }

    @Test
    void anIdWithoutDataCountsAndIsNoEvent() {
        assertEvents("id: 7\n\n");
        assertEquals("7", parser.lastEventId());
    }

    @Test
    void aRetryOfDigitsCountsAndAnyOtherIsIgnored() {
        assertEvents("retry: 2500\n\n");
        assertEquals(OptionalLong.of(2500), parser.retry());

        for (var bad : List.of("", "x", "-1", "1.5", "1e3", "2 s", " 5", "\u0661", "99999999999999999999")) {
            assertEvents("retry: 2500\nretry: %s\n\n".formatted(bad));
            assertEquals(OptionalLong.of(2500), parser.retry(), "retry: " + bad);
        }
    }

    @Test
    void charactersOfSeveralBytesAreReadWhole() {
        assertEvents("data: é € 𝄞 円\n\n", message("é € 𝄞 円"));
    }

    @Test
    void bytesThatAreNoUtf8BecomeTheReplacementCharacter() {
        parser = new EventStreamParser("");
        var bytes = new byte[] {'d', 'a', 't', 'a', ':', (byte) 0xFF, 'a', '\n', '\n'};

        assertEquals(List.of(message("\uFFFDa")), parser.feed(bytes, bytes.length));
    }

    private static Event message(String data) {
        return new Event("", "message", data);
    }

    @Test
    void whatIsKeptOfAnUnfinishedEventIsCounted() {
        cut("data: a\n\ndata: four\ndata", 1);

        assertEquals("four\ndata".length(), parser.unfinished(), "bytes that are kept of an unfinished event");
    }

    private void assertEvents(String stream, Event... expected) {
        int length = stream.getBytes(UTF_8).length;
        assertEquals(List.of(expected), cut(stream, length), "fed whole");
        assertEquals(List.of(expected), cut(stream, 1), "fed byte by byte");
        for (int at = 1; at < length; at++) {
            assertEquals(List.of(expected), cutOnce(stream, at), "cut after byte " + at);
        }
    }

    private List<Event> cut(String stream, int size) {
        parser = new EventStreamParser("");
        var events = new ArrayList<Event>();
        Cuts.every(stream.getBytes(UTF_8), size, part -> events.addAll(parser.feed(part, part.length)));
        return events;
    }

    private List<Event> cutOnce(String stream, int at) {
        parser = new EventStreamParser("");
        var events = new ArrayList<Event>();
        Cuts.once(stream.getBytes(UTF_8), at, part -> events.addAll(parser.feed(part, part.length)));
        return events;
    }

    private List<Event> feed(String text) {
        var bytes = text.getBytes(UTF_8);
        return parser.feed(bytes, bytes.length);
    }
}
