package ticker.lab.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules for a line in which this reader and a browser once differed, or must differ. */
class EventReaderTest {
    private final EventReader line = new EventReader(100);

    @Test
    void oneByteOrderMarkBeforeTheStreamIsNothing() {
        assertEquals(List.of("data", "data"), names("\uFEFFdata: a\ndata: b\n"));
    }

    @Test
    void aSecondOneBelongsToTheField() {
        assertEquals(List.of("\uFEFFdata", "data"), names("\uFEFF\uFEFFdata: a\ndata: b\n"));
    }

    @Test
    void oneLaterInTheStreamBelongsToTheField() {
        assertEquals(List.of("data", "\uFEFFdata", "\uFEFF"), names("data: a\n\uFEFFdata: b\n\uFEFF\n"));
    }

    @Test
    void aStreamOfAMarkAndALineEndBeginsWithABlankLine() {
        line.read(ByteBuffer.wrap("\uFEFF\n".getBytes(UTF_8)));

        assertTrue(line.isBlank(), "the mark is not content");
    }

    /** A browser has the line at once. Here an LF belongs to the line, so that each byte belongs to one message. */
    @Test
    void aLineThatEndsWithCrIsOverWithTheNextByte() {
        assertFalse(line.read(ByteBuffer.wrap("data: a\r".getBytes(UTF_8))), "an LF may come");
        assertTrue(line.read(ByteBuffer.wrap("d".getBytes(UTF_8))), "no LF has come");
    }

    private List<String> names(String stream) {
        var names = new ArrayList<String>();
        for (var bytes = ByteBuffer.wrap(stream.getBytes(UTF_8)); line.read(bytes); ) {
            names.add(line.name());
        }
        return names;
    }
}
