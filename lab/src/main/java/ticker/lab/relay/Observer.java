package ticker.lab.relay;

import java.nio.ByteBuffer;
import ticker.lab.decode.Direction;

/** Gets what happens on one connection of a tap, in order. Times are milliseconds since the epoch. */
public interface Observer {
    /** One that looks away. */
    Observer NONE = new Observer() {
        @Override
        public void passed(Direction direction, ByteBuffer bytes, double time) {}

        @Override
        public void ended(Direction direction, boolean reset, double time) {}
    };

    /** These bytes have passed. The buffer is the observer's to keep. */
    void passed(Direction direction, ByteBuffer bytes, double time);

    /** One side says nothing more: it has closed its direction (FIN) or the whole connection at once (RST). */
    void ended(Direction direction, boolean reset, double time);
}
