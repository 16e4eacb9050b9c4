package ticker.lab.transcript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Kind;
import ticker.lab.decode.Message;

class TranscriptTest {
    private final Transcript transcript = new Transcript(10_000);

    private long add(String lesson, int bytes) {
        return transcript.add(
                new Message(0, lesson, 1, Direction.DOWN, 0, Kind.RAW, "", 0, bytes, 0, new byte[bytes], List.of()));
    }

    private List<Long> numbers(String lesson, long cursor, int most) {
        return transcript.after(lesson, cursor, most).messages().stream()
                .map(Message::number)
                .toList();
    }

    @Test
    void numbersRunThroughAllLessons() {
        assertEquals(1, add("polling", 1), "the number of the message");
        assertEquals(2, add("streaming", 1), "the number of the message");
        assertEquals(3, add("polling", 1), "the number of the message");

        assertEquals(List.of(1L, 3L), numbers("polling", 0, 100));
        assertEquals(List.of(2L), numbers("streaming", 0, 100));
    }

    @Test
    void aClientGetsWhatItHasNotSeen() {
        for (int i = 0; i < 5; i++) {
            add("polling", 1);
        }

        assertEquals(List.of(3L, 4L), numbers("polling", 2, 2));
        assertEquals(List.of(), numbers("polling", 5, 100));
    }

    @Test
    void aCursorFromAnotherTranscriptGetsEverything() {
        add("polling", 1);

        assertEquals(List.of(1L), numbers("polling", 1000, 100));
    }

    @Test
    void theOldestMessagesGoButTheirCountsStay() {
        for (int i = 0; i < 100; i++) {
            add("polling", 1000);
        }

        var all = transcript.after("polling", 0, 1000);
        assertTrue(all.messages().size() * 1000 <= 10_000, "they take no more room than they have");
        assertEquals(all.dropped() + 1, all.messages().get(0).number(), "the newest are kept");
        assertEquals(100, transcript.counts("polling").messages(), "messages");
        assertEquals(100_000, transcript.counts("polling").payloadDown(), "bytes of payload down");
    }

    @Test
    void aBusyLessonDropsNothingOfAnother() {
        add("polling", 1000);
        for (int i = 0; i < 100; i++) {
            add("streaming", 1000);
        }

        assertEquals(0, transcript.after("polling", 0, 1).dropped(), "messages that were dropped");
        assertEquals(List.of(1L), numbers("polling", 0, 1));
    }

    @Test
    void aLessonWithoutAConnectionCountsNothing() {
        assertEquals(new Counts(0, 0, 0, 0, 0, 0, 0, 0), transcript.counts("polling"));
    }

    @Test
    void aListenerHearsOfEachMessageOnceItCanBeRead() {
        var seen = new AtomicInteger();
        transcript.listen(() -> seen.addAndGet(numbers("polling", 0, 100).size()));

        add("polling", 1);
        add("polling", 1);

        assertEquals(1 + 2, seen.get());
    }
}
