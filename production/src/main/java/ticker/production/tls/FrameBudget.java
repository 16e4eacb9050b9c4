package ticker.production.tls;

import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;

/**
 * How much a client may send on one HTTP/2 connection. Undertow reads frames for as long as there are any, and all other
 * connections of its thread wait. Nor does it limit requests that are canceled at once, or whose responses are never read.
 * So each frame costs something here, and a request costs more. A browser stays far below the limit.
 */
final class FrameBudget {
    static final int MOST = 10_000; // frames at once, or 200 requests
    static final int A_SECOND = 1000; // and as many more each second
    private static final int REQUEST = 50; // frames' worth
    private static final int PREFACE = 24; // bytes: "PRI * HTTP/2.0…"
    private static final int HEADER = 9; // bytes: 3 of the length, 1 of the type, 5 others
    private static final int HEADERS = 1; // the type of the frame that begins a request

    private final LongSupplier clock; // nanoseconds
    private long last;
    private double left = MOST;
    private int toSkip = PREFACE;
    private int header; // bytes of it that have come
    private int length;

    FrameBudget(LongSupplier clock) {
        this.clock = clock;
        this.last = clock.getAsLong();
    }

    /** Looks at what the client has sent. An SSLException says that it is too much. */
    void spend(ByteBuffer bytes) throws SSLException {
        while (bytes.hasRemaining()) {
            if (toSkip > 0) {
                int skipped = Math.min(toSkip, bytes.remaining());
                bytes.position(bytes.position() + skipped);
                toSkip -= skipped;
            } else {
                read(bytes.get() & 0xff);
            }
        }
    }

    private void read(int next) throws SSLException {
        header++;
        if (header <= 3) {
            length = length << 8 | next;
        } else if (header == 4) {
            spend(next == HEADERS ? REQUEST : 1 + length / 256);
        } else if (header == HEADER) {
            toSkip = length;
            header = 0;
            length = 0;
        }
    }

    private void spend(int cost) throws SSLException {
        long now = clock.getAsLong();
        left = Math.min(MOST, left + (now - last) / 1e9 * A_SECOND) - cost;
        last = now;
        if (left < 0) {
            throw new SSLException("The client floods its connection with frames.");
        }
    }
}
