package ticker.streaming;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.xnio.XnioIoThread;

/** All streams of a server: how many there may be, and who tells them that the market has moved. */
final class Streams {
    private final Market market;
    private final Limits limits;
    private final LongSupplier clock;
    private final Map<XnioIoThread, Lane> lanes = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean ended;

    Streams(Market market, Limits limits, LongSupplier clock) {
        this.market = market;
        this.limits = limits;
        this.clock = clock;
        market.listen(() -> lanes.values().forEach(Lane::moved));
    }

    /** Turns an exchange into a stream that begins after the cursor. */
    void open(HttpServerExchange exchange, Format format, long cursor) throws Problem {
        if (ended) {
            exchange.setPersistent(false).endExchange(); // an empty stream: an EventSource would take a 503 for good
            return;
        }
        if (open.incrementAndGet() > limits.streams()) {
            open.decrementAndGet();
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 5);
            throw new Problem(503, "There are %d streams, which is all there can be.".formatted(limits.streams()));
        }
        var lane = lanes.computeIfAbsent(exchange.getIoThread(), thread -> new Lane(thread, market, limits));
        var stream = new Stream(exchange, lane.feed(format), clock, cursor);
        exchange.addExchangeCompleteListener((done, next) -> {
            lane.remove(stream);
            open.decrementAndGet();
            next.proceed();
        });
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> lane.add(stream));
    }

    /** How many there are. */
    int count() {
        return open.get();
    }

    /** Looks now after the readers without news and the readers who don't read; the I/O threads do so each second. */
    void check() {
        inEachLane(Lane::check);
    }

    /** Ends all streams. */
    void end() {
        ended = true;
        inEachLane(Lane::end);
        lanes.clear();
    }

    /** Has the work done in each I/O thread, and waits a second for that. */
    private void inEachLane(Consumer<Lane> work) {
        var left = new CountDownLatch(lanes.size());
        lanes.values()
                .forEach(lane -> lane.run(() -> {
                    work.accept(lane);
                    left.countDown();
                }));
        try {
            left.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
