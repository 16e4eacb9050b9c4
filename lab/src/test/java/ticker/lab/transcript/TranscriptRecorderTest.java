package ticker.lab.transcript;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.awaitEqual;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ticker.lab.Await;
import ticker.lab.decode.DecodedConnection;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Kind;
import ticker.lab.decode.Message;

class TranscriptRecorderTest {
    private final Transcript transcript = new Transcript();
    private final TranscriptRecorder decoding = new TranscriptRecorder(transcript, 10_000);

    @AfterEach
    void stop() {
        decoding.close();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    private List<Message> messages() {
        return transcript.after("polling", 0, Integer.MAX_VALUE).messages();
    }

    private List<String> lines() {
        return messages().stream().map(Message::line).toList();
    }

    @Test
    void decodesInAThreadOfItsOwn() {
        decoding.observer("polling", 1).passed(Direction.UP, bytes(DecodedConnection.REQUEST), 1);

        awaitEqual("messages", List.of("GET /quotes"), this::lines);
    }

    @Test
    void whatIsTooFastIsCountedToTheByteButNotDecoded() throws Exception {
        var busy = new CountDownLatch(1);
        transcript.listen(() -> awaitQuietly(busy));
        var observer = decoding.observer("polling", 1);

        for (int i = 0; i < 1000; i++) {
            observer.passed(Direction.UP, bytes(DecodedConnection.REQUEST), i);
            observer.passed(Direction.DOWN, bytes("HTTP/1.1 204 No Content\r\n\r\n"), i);
        }
        observer.ended(Direction.UP, true, 1000);
        busy.countDown();

        awaitEqual(
                "connections that are open",
                0L,
                () -> transcript.counts("polling").open());
        var counts = transcript.counts("polling");
        assertEquals(36_000, counts.up(), "bytes that went up");
        assertEquals(27_000, counts.down(), "bytes that went down");
        assertEquals(
                63_000,
                messages().stream().mapToLong(Message::overhead).sum(),
                "each byte belongs to a message, if only to one that says too fast");
        assertTrue(
                messages().stream()
                                .filter(message -> message.kind() == Kind.REQUEST)
                                .count()
                        < 50,
                "no more may wait than there is room for");
        assertEquals(
                2,
                messages().stream()
                        .filter(message -> message.line().equals("too fast to decode"))
                        .count());
    }

    @Test
    void oneFastConnectionIsNotTheOthersFault() {
        var fast = decoding.observer("polling", 1);
        fast.passed(Direction.UP, bytes("x".repeat(20_000)), 1);
        awaitEqual("messages", List.of("too fast to decode"), this::lines);

        decoding.observer("polling", 2).passed(Direction.UP, bytes(DecodedConnection.REQUEST), 2);

        awaitEqual("messages", List.of("too fast to decode", "GET /quotes"), this::lines);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(Await.LIMIT.toSeconds(), SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
