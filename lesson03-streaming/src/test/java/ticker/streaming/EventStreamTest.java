package ticker.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {
    @Test
    void anEventHasAnIdANameAndData() {
        assertEquals("""
                id: 42
                event: quotes
                data: {"seq":42}

                """, text(EventStream.event("42", "quotes", "{\"seq\":42}")));
    }

    @Test
    void dataOfSeveralLinesIsSeveralFields() {
        assertEquals("""
                id: 1
                event: quotes
                data: a
                data: b
                data:\s
                data: c

                """, text(EventStream.event("1", "quotes", "a\nb\n\nc")));
    }

    @Test
    void aRetryIsABlockOfItsOwn() {
        assertEquals("retry: 1000\n\n", text(EventStream.retry(1000)));
    }

    @Test
    void aCommentStartsWithAColon() {
        assertEquals(": still here\n\n", text(EventStream.comment("still here")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\n\n", "\r\r", "\r\n\r\n", "\n\r"})
    void aLineBreakInDataForgesNothing(String lineBreak) {
        var data = "a" + lineBreak + "id: 666" + lineBreak + "event: order" + lineBreak + "data: forged" + lineBreak;

        var events = parse(EventStream.event("1", "quotes", data));

        assertEquals(List.of(new Event("1", "quotes", data.replaceAll("\r\n|\r", "\n"))), events);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "  leading spaces", "a:b", ":", "\uFEFFmark", "é € 𝄞 円", "a\0b"})
    void dataArrivesAsItWasSent(String data) {
        assertEquals(List.of(new Event("1", "quotes", data)), parse(EventStream.event("1", "quotes", data)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void aLineBreakInACommentForgesNothing(String lineBreak) {
        var comment = "a" + lineBreak + "data: forged" + lineBreak + lineBreak;

        assertEquals(List.of(), parse(EventStream.comment(comment)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1\n", "1\r", "1\r\ndata: forged\r\n\r\n", "1\0", "\n"})
    void anIdOrANameThatCouldForgeAnEventIsRefused(String forgery) {
        var id = assertThrows(IllegalArgumentException.class, () -> EventStream.event(forgery, "quotes", "a"));
        var name = assertThrows(IllegalArgumentException.class, () -> EventStream.event("1", forgery, "a"));

        assertEquals("An id must not contain CR, LF or NUL.", id.getMessage());
        assertEquals("An event name must not contain CR, LF or NUL.", name.getMessage());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private static List<Event> parse(byte[] stream) {
        return new EventStreamParser("").feed(stream, stream.length);
    }
}
