package ticker.lab;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import ticker.lab.tap.Direction;
import ticker.lab.tap.Observer;

/** What a tap has seen pass, on all its connections. */
final class Sight implements Observer {
    final List<String> up = new CopyOnWriteArrayList<>();
    final List<String> down = new CopyOnWriteArrayList<>();
    final List<Direction> ends = new CopyOnWriteArrayList<>();

    /** Whether the server has been asked, to the last byte of a head. */
    boolean asked() {
        return String.join("", up).endsWith("\r\n\r\n");
    }

    /** Whether the server has said this. */
    boolean answered(String text) {
        return String.join("", down).contains(text);
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
