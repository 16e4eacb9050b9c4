package ticker.lab.race;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.xnio.IoUtils;

/**
 * A page that watches the race. It gets the newest state when it has taken the last one, so a slow page gets fewer, and
 * nothing is kept for it.
 */
final class Spectator implements IoCallback {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final HttpServerExchange exchange;
    private final LongSupplier nanos;
    private volatile boolean busy;
    private long begun;

    Spectator(HttpServerExchange exchange, LongSupplier nanos) {
        this.exchange = exchange;
        this.nanos = nanos;
    }

    /**
     * Sends an event, unless the last one is still on its way; one that is so for long is the end. For one thread.
     *
     * @return whether it is sent
     */
    boolean show(byte[] event) {
        if (busy) {
            if (nanos.getAsLong() - begun > PATIENCE) {
                hangUp();
            }
            return false;
        }
        busy = true;
        begun = nanos.getAsLong();
        inItsThread(() -> exchange.getResponseSender().send(ByteBuffer.wrap(event), this));
        return true;
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
