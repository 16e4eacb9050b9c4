package ticker.lab.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The load generator: many readers of one technique, as raw sockets on one thread that never blocks. Each reader keeps
 * its cursor, notes when prices arrive and how many bytes that took, and comes back when its connection is lost.
 */
public final class Clients implements AutoCloseable {
    private final Technique technique;
    private final int port;
    private final Selector selector;
    private final Thread thread = new Thread(this::run, "readers");
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Client> readers = new ArrayList<>();
    private final Schedule agenda = new Schedule();
    private final QuotesMessage.Memory memory = new QuotesMessage.Memory();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private volatile long interval;
    private volatile boolean closed;
    private Statistics book = new Statistics();
    private final Map<String, Price> board = new HashMap<>(); // the newest price of each symbol
    private Price newest;
    private int open;

    /**
     * Opens readers of a server on 127.0.0.1. They connect at once, a few at a time.
     *
     * @param interval between the polls of one reader; the readers' polls are spread evenly over it. Other techniques
     *     don't use it
     */
    public Clients(Technique technique, int port, int count, Duration interval) {
        this.technique = technique;
        this.port = port;
        this.interval = interval.toNanos();
        try {
            selector = Selector.open();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            readers.add(new Client(this, technique == Technique.POLLING ? now + this.interval / count * i : now));
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** How many there are, connected or not. */
    public int count() {
        return readers.size();
    }

    /** From now on waits so long between the polls of one reader. Who is waiting waits no longer than that. */
    public void interval(Duration interval) {
        this.interval = interval.toNanos();
        tasks.add(() -> agenda.hurry(this.interval));
        selector.wakeup();
    }

    /** What has happened since the last call, or since the beginning. */
    public Tally tally() {
        return call(() -> {
            var tally = book.tally(readers.size(), open, newest, Map.copyOf(board));
            book = new Statistics();
            return tally;
        });
    }

    /** Cuts all connections. The readers come back at once, pollers with their next poll, and resume at their cursors. */
    public void cut() {
        call(() -> {
            readers.forEach(Client::cut);
            return null;
        });
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(10_000);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T call(Supplier<T> question) {
        var answer = new CompletableFuture<T>();
        tasks.add(() -> answer.complete(question.get()));
        selector.wakeup();
        try {
            return answer.orTimeout(30, TimeUnit.SECONDS).join();
        } catch (CompletionException late) {
            throw new IllegalStateException("The thread of the readers has not answered for 30 s.", late);
        }
    }

    // ---- The loop ----

    private void run() {
        try (selector) {
            while (!closed) {
                turn();
            }
            readers.forEach(Client::hangUp);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void turn() throws IOException {
        selector.select(agenda.millisLeft());
        long start = System.nanoTime();
        int events = selector.selectedKeys().size();
        for (var key : selector.selectedKeys()) {
            if (key.isValid()) {
                ((Client) key.attachment()).ready();
            }
        }
        selector.selectedKeys().clear();
        agenda.run();
        book.worked(System.nanoTime() - start, events);
        for (Runnable task; (task = tasks.poll()) != null; ) {
            task.run();
        }
    }

    // ---- What readers need ----

    Technique technique() {
        return technique;
    }

    long interval() {
        return interval;
    }

    Statistics book() {
        return book;
    }

    ByteBuffer buffer() {
        return buffer.clear();
    }

    QuotesMessage parse(byte[] json) {
        return memory.parse(json);
    }

    void remember(Client reader) {
        agenda.remember(reader);
    }

    void letConnect(Client reader) {
        agenda.letConnect(reader);
    }

    Protocol talk() {
        return Protocol.of(technique, port);
    }

    ClientSocket wire(Client reader) throws IOException {
        return new ClientSocket(selector, port, reader);
    }

    void connected(boolean succeeded) {
        agenda.connected();
        open += succeeded ? 1 : 0;
    }

    void disconnected() {
        open--;
    }

    /** What a reader has learnt: whoever learns the newest price also learns all others that it and the rest lacked. */
    void saw(List<Price> prices) {
        var last = prices.get(prices.size() - 1);
        if (newest == null || last.seq() > newest.seq()) {
            newest = last;
            prices.forEach(price -> board.put(price.symbol(), price));
        }
    }
}
