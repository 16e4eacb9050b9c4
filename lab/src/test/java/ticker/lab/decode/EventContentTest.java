package ticker.lab.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events in a body that lasts as long as the connection, and in chunks. */
class EventContentTest {
    private static final String TYPE = "Content-Type: text/event-stream; charset=utf-8\r\n\r\n";

    private final DecodedConnection wire = new DecodedConnection();

    @BeforeEach
    void ask() {
        wire.up(DecodedConnection.REQUEST);
    }

    private void stream(String events) {
        wire.down("HTTP/1.1 200 OK\r\n" + TYPE + events);
    }

    private void chunks(String chunks) {
        wire.down(DecodedConnection.CHUNKED + TYPE + chunks);
    }

    private List<String> afterTheHead() {
        return wire.lines().subList(2, wire.lines().size());
    }

    @Test
    void theResponseItselfEndsWithItsHeaders() {
        stream("");

        assertEquals("RESPONSE 200 OK, text/event-stream 0+67", wire.lines().get(1));
        assertEquals(1, wire.last().respondsTo(), "the number of its request");
    }

    @Test
    void compressedEventsAreNotLookedInto() {
        wire.down("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n" + TYPE + "\u001f\n\n")
                .ended(Direction.DOWN);

        assertEquals("RESPONSE 200 OK 3+91", wire.lines().get(1));
    }

    @Test
    void onlyTheDataIsContent() {
        stream("id: 42\nevent: quotes\ndata: {}\n\n");

        assertEquals(List.of("EVENT quotes, id 42: {} 2+29"), afterTheHead());
        assertEquals(
                List.of("id 0+7 42", "event 7+14 quotes", "data 21+9 {}", "blank line 30+1 ends the event"),
                wire.fields());
    }

    @Test
    void oneSpaceAfterTheColonIsDecoration() {
        stream("data:a\n\ndata: b\n\ndata:  c\n\ndata\n\n");

        assertEquals(List.of("EVENT a 1+7", "EVENT b 1+8", "EVENT  c 2+8", "EVENT blank line 0+6"), afterTheHead());
    }

    @Test
    void anEventMayHaveSeveralLinesOfData() {
        stream("data: one\ndata: two\n\n");

        assertEquals(List.of("EVENT one␊two 6+15"), afterTheHead());
    }

    @Test
    void commentsAndOtherFieldsHaveNoContent() {
        stream(": still here\n\nretry: 1000\n\nid: 7\n\n\n");

        assertEquals(
                List.of(
                        "EVENT comment: still here 0+14",
                        "EVENT retry: 1000 0+13",
                        "EVENT id 7 0+7",
                        "EVENT blank line 0+1"),
                afterTheHead());
    }

    @Test
    void linesMayEndInThreeWays() {
        stream("data: a\r\n\r\ndata: b\r\rdata: c\n\ndata: d\n\n");

        assertEquals(List.of("EVENT a 1+10", "EVENT b 1+8", "EVENT c 1+8", "EVENT d 1+8"), afterTheHead());
    }

    @Test
    void theChunkAroundAnEventBelongsToIt() {
        chunks("9\r\ndata: a\n\n\r\n9\r\ndata: b\n\n\r\n");

        assertEquals(List.of("EVENT a 1+13", "EVENT b 1+13"), afterTheHead());
        assertEquals(
                List.of(
                        "chunk size 0+3 9, 9 bytes",
                        "data 3+8 b",
                        "blank line 11+1 ends the event",
                        "chunk end 12+2 CR LF"),
                wire.fields());
    }

    @Test
    void aChunkMayBringSeveralEvents() {
        chunks("12\r\ndata: a\n\ndata: b\n\n\r\n");

        assertEquals(List.of("EVENT a 1+12", "EVENT b 1+10"), afterTheHead());
    }

    @Test
    void anEventMayComeInSeveralChunks() {
        chunks("4\r\ndata\r\n5\r\n: a\n\n\r\n");

        assertEquals(List.of("EVENT a 1+18"), afterTheHead());
    }

    @Test
    void aLineEndMayBeCutInTwoByAChunk() {
        chunks("b\r\ndata: a\r\n\r\n\r\n9\r\ndata: b\r\r\r\n");

        assertEquals(List.of("EVENT a 1+15", "EVENT b 1+13"), afterTheHead());
    }

    @Test
    void theLastChunkIsAMessageOfItsOwn() {
        chunks("9\r\ndata: a\n\n\r\n0\r\n\r\n");
        wire.up(DecodedConnection.REQUEST).down("HTTP/1.1 204 No Content\r\n\r\n");

        assertEquals(
                List.of(
                        "EVENT a 1+13",
                        "CHUNK last chunk 0+5",
                        "REQUEST GET /quotes 0+36",
                        "RESPONSE 204 No Content 0+27"),
                afterTheHead());
    }

    @Test
    void whatTheEndLeavesUnfinishedIsNoEvent() {
        stream("data: a\n\ndata: b\n");
        wire.ended(Direction.DOWN);

        assertEquals(List.of("EVENT a 1+8", "CHUNK unfinished event 1+7", "END FIN 0+0"), afterTheHead());
    }

    @Test
    void aChunkThatIsCutOffSaysSo() {
        chunks("9\r\ndata: a\n\n\r\n1");
        wire.ended(Direction.DOWN);

        assertEquals(List.of("EVENT a 1+13", "CHUNK chunk, cut off 0+1", "END FIN 0+0"), afterTheHead());
    }

    @Test
    void anEventWithoutEndIsCountedButNotKept() {
        stream("data: x\n".repeat(100_000));
        wire.down("\n");

        assertEquals(Message.KEPT, wire.last().bytes().length);
        assertEquals(200, wire.last().fields().size(), "fields");
    }
}
