package ticker.lab.relay;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static ticker.lab.Await.await;

import java.io.IOException;
import java.util.concurrent.Future;

/** A peer that sends as much as the other side accepts. */
final class Flood {
    /** More bytes than the operating system and a tap should hold together. */
    static final long TOO_MANY = 16 << 20;

    private static final int STILL = 500; // milliseconds

    private record Progress(long bytesSent, long stillForMillis) {}

    private final Future<Void> end;
    private volatile long sent;
    private volatile long last = System.nanoTime(); // when some bytes were taken

    Flood(Peer peer) {
        end = Background.start("flood", () -> send(peer));
    }

    private Void send(Peer peer) {
        var piece = new byte[8192];
        try {
            while (true) {
                peer.send(piece);
                last = System.nanoTime();
                sent += piece.length;
            }
        } catch (IOException closed) {
            return null; // That is how a flood ends: the test has closed the socket.
        }
    }

    /**
     * How many bytes have been taken when no more are, or when too many are. A busy machine may look as if it stood still,
     * and then some more can follow: a test may rely on what was taken, not on the number.
     */
    long awaitStill() {
        await(
                "the flood to stand still",
                this::progress,
                seen -> seen.bytesSent > TOO_MANY || seen.bytesSent > 0 && seen.stillForMillis >= STILL);
        return sent;
    }

    private Progress progress() {
        return new Progress(sent, NANOSECONDS.toMillis(System.nanoTime() - last));
    }

    void awaitEnd() throws Exception {
        await("the flood to be cut off", end);
    }
}
