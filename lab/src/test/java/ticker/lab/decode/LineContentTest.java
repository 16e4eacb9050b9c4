package ticker.lab.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineContentTest {
    private final DecodedConnection wire = new DecodedConnection();

    @BeforeEach
    void open() {
        wire.up(DecodedConnection.REQUEST)
                .down(DecodedConnection.CHUNKED + "Content-Type: application/x-ndjson\r\n\r\n");
    }

    private List<String> afterTheHead() {
        return wire.lines().subList(2, wire.lines().size());
    }

    @Test
    void eachLineIsAMessageAndItsEndIsOverhead() {
        wire.down("8\r\n{\"a\":1}\n\r\n");

        assertEquals(List.of("LINE {\"a\":1} 7+6"), afterTheHead());
        assertEquals(
                List.of("chunk size 0+3 8, 8 bytes", "line 3+7 {\"a\":1}", "line end 10+1 LF", "chunk end 11+2 CR LF"),
                wire.fields());
    }

    @Test
    void chunksAndLinesNeedNotAgree() {
        wire.down("3\r\n1\n2\r\n4\r\n3\n4\n\r\n");

        assertEquals(List.of("LINE 1 1+4", "LINE 23 2+6", "LINE 4 1+3"), afterTheHead());
    }

    @Test
    void anEmptyLineSaysNothing() {
        wire.down("1\r\n\n\r\n");

        assertEquals(List.of("LINE empty line 0+6"), afterTheHead());
    }

    @Test
    void aLineWithoutItsEndIsNoLine() {
        wire.down("2\r\n12\r\n0\r\n\r\n");

        assertEquals(List.of("CHUNK unfinished line 0+12"), afterTheHead());
    }

    @Test
    void aLongLineIsCountedButNotKept() {
        wire.down("2711\r\n" + "x".repeat(10_000) + "\n\r\n");

        assertEquals(10_000, wire.last().payload(), "bytes of payload");
        assertEquals(9, wire.last().overhead(), "bytes of overhead");
        assertEquals(Message.KEPT, wire.last().bytes().length);
        assertEquals(
                List.of("chunk size", "line"),
                wire.last().fields().stream().map(Field::name).toList());
    }
}
