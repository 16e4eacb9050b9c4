package ticker.lab.tap;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody who sends as much as the other side takes. */
final class Flood {
    private final AtomicLong sent = new AtomicLong();
    private final CompletableFuture<Void> end;

    Flood(Socket socket) {
        end = CompletableFuture.runAsync(() -> send(socket));
    }

    private void send(Socket socket) {
        var piece = new byte[8192];
        try {
            while (true) {
                socket.getOutputStream().write(piece);
                sent.addAndGet(piece.length);
            }
        } catch (IOException closed) {
            // That is how a flood ends: the test has closed the socket.
        }
    }

    /** How many bytes have been taken when no more are. */
    long awaitStill() {
        var last = new AtomicLong(-1);
        await("the flood to come to a stand")
                .pollInterval(300, MILLISECONDS)
                .until(() -> last.getAndSet(sent.get()) == sent.get());
        return sent.get();
    }

    void awaitEnd() throws Exception {
        end.get(10, SECONDS);
    }
}
