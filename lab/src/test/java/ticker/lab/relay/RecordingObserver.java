package ticker.lab.relay;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import ticker.lab.decode.Direction;

/** Keeps what a tap tells of a connection. */
final class RecordingObserver implements Observer {
    final ByteArrayOutputStream up = new ByteArrayOutputStream();
    final ByteArrayOutputStream down = new ByteArrayOutputStream();
    final List<Integer> lengths = new CopyOnWriteArrayList<>();
    final List<String> ends = new CopyOnWriteArrayList<>();

    @Override
    public void passed(Direction direction, ByteBuffer bytes, double time) {
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        lengths.add(copy.length);
        (direction == Direction.UP ? up : down).writeBytes(copy);
    }

    @Override
    public void ended(Direction direction, boolean reset, double time) {
        ends.add(direction + (reset ? " RST" : " FIN"));
    }
}
