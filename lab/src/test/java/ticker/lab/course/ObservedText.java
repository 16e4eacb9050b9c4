package ticker.lab.course;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static ticker.lab.Await.await;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import ticker.lab.decode.Direction;
import ticker.lab.relay.Observer;

/** What a tap has seen pass, on all its connections. */
final class ObservedText implements Observer {
    final List<String> up = new CopyOnWriteArrayList<>();
    final List<String> down = new CopyOnWriteArrayList<>();
    final List<Direction> ends = new CopyOnWriteArrayList<>();

    /** Waits until a request for this path has passed, to the last byte of its head. */
    void awaitRequest(String path) {
        await(
                "a request for %s to pass".formatted(path),
                () -> String.join("", up),
                text -> text.contains("GET %s ".formatted(path)) && text.endsWith("\r\n\r\n"));
    }

    /** Waits until the server has sent this, and it has passed. */
    void awaitResponse(String text) {
        await("a response with %s to pass".formatted(text), () -> String.join("", down), all -> all.contains(text));
    }

    @Override
    public void passed(Direction direction, ByteBuffer bytes, double time) {
        (direction == Direction.UP ? up : down).add(ISO_8859_1.decode(bytes).toString());
    }

    @Override
    public void ended(Direction direction, boolean reset, double time) {
        ends.add(direction);
    }
}
