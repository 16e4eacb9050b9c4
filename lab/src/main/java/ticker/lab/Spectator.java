package ticker.lab;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;

/**
 * A page that watches the race. It gets the newest state when it has taken the last one, so a slow page gets fewer, and
 * nothing is kept for it.
 */
final class Spectator implements IoCallback {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final HttpServerExchange exchange;
    private volatile boolean busy;
    private long begun;

    Spectator(HttpServerExchange exchange) {
        this.exchange = exchange;
    }

    /** Sends an event, unless the last one is still on its way; one that is so for long is the end. For one thread. */
    void show(byte[] event) {
        if (!busy) {
            busy = true;
            begun = System.nanoTime();
            inItsThread(() -> exchange.getResponseSender().send(ByteBuffer.wrap(event), this));
        } else if (System.nanoTime() - begun > PATIENCE) {
            hangUp();
        }
    }

    private void inItsThread(Runnable task) {
        try {
            exchange.getIoThread().execute(task);
        } catch (RejectedExecutionException stopped) {
            hangUp();
        }
    }

    @Override
    public void onComplete(HttpServerExchange exchange, Sender sender) {
        busy = false;
    }

    @Override
    public void onException(HttpServerExchange exchange, Sender sender, IOException gone) {
        hangUp();
    }

    /** Ends its stream. */
    void hangUp() {
        IoUtils.safeClose(exchange.getConnection());
    }
}
