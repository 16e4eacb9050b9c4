package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import ticker.lab.load.Clients;
import ticker.lab.load.Delays;

/** The clients of one cell and the server they read from, while they are measured. */
final class Trial implements AutoCloseable {
    private static final int TIMEOUT = 30; // seconds, for all clients to get a price

    private static final int MIN_FOR_MEMORY = 1000; // fewer say nothing about the memory of one
    private static final int NEWCOMERS = 10;

    private final Cell cell;
    private final ServerProcess server;
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Sample around = new Sample(); // what is measured once, before and after the windows
    private Clients clients;
    private Clients newcomers;
    private long heap; // before the first client
    private long residentBefore;
    private int threads;
    private long cpu;

    Trial(Cell cell, ServerProcess server) {
        this.cell = cell;
        this.server = server;
    }

    void open() throws IOException {
        residentBefore = server.stats().resident();
        heap = server.stats().heap();
        threads = server.stats().threads();
        clients = open(cell.clients());
    }

    private Clients open(int count) {
        return new Clients(
                cell.contender().technique(),
                server.port(),
                count,
                cell.contender().pause());
    }

    void awaitFirstPrices() throws InterruptedException {
        long served = await(clients, Delays::firstPrice).getTotalCount();
        if (served < cell.clients()) {
            remark(String.format(ROOT, "Only %d clients got a price within %d s.", served, TIMEOUT));
        }
    }

    /** Waits until something has happened to every client. */
    private static Histogram await(Clients clients, Function<Delays, Histogram> what) throws InterruptedException {
        var all = new Histogram(3);
        for (int look = 0; look < 10 * TIMEOUT && all.getTotalCount() < clients.count(); look++) {
            Measurement.pause(0.1);
            all.add(what.apply(clients.tally().delays()));
        }
        return all;
    }

    /** The first window begins. */
    void begin() {
        clients.tally();
        cpu = server.stats().cpuNanos();
    }

    /** A window ends, and the next one begins. */
    void sample() {
        var tally = clients.tally();
        long now = server.stats().cpuNanos();
        samples.add(Sample.of(tally, now - cpu));
        cpu = now;
        tally.generator().limit().ifPresent(this::remark);
        if (tally.errors() > 0) {
            remark(String.format(ROOT, "%d errors, the last one: %s", tally.errors(), tally.error()));
        }
    }

    private void remark(String sentence) {
        if (!remarks.contains(sentence)) {
            remarks.add(sentence);
        }
    }

    /** A few more clients come, to a server that has warmed up by now. */
    void openNewcomers() throws InterruptedException {
        newcomers = open(NEWCOMERS);
        var first = await(newcomers, Delays::firstPrice);
        around.put(Metric.FIRST_PRICE_P50, first, 50);
        around.put(Metric.FIRST_PRICE_P99, first, 99);
    }

    /** Their connections are cut, until each of them has a new price again. */
    void cutNewcomers() throws InterruptedException {
        newcomers.cut();
        var recovery = await(newcomers, Delays::recovery);
        around.put(Metric.RECOVERY_P50, recovery, 50);
        around.put(Metric.RECOVERY_P99, recovery, 99);
        newcomers.close();
        newcomers = null;
    }

    /** What was measured: to be asked while the clients are still there. */
    Reading reading() throws IOException {
        long resident = server.stats().resident(); // first, since asking for the heap makes room
        long used = server.stats().heap();
        around.put(Metric.HEAP, used);
        around.put(Metric.THREADS_ADDED, server.stats().threads() - threads);
        if (resident > 0) {
            around.put(Metric.RESIDENT, resident);
        }
        if (cell.clients() >= MIN_FOR_MEMORY) {
            around.put(Metric.HEAP_PER_CLIENT, (double) (used - heap) / cell.clients());
        }
        if (cell.clients() >= MIN_FOR_MEMORY && resident > 0) {
            around.put(Metric.RESIDENT_PER_CLIENT, (double) (resident - residentBefore) / cell.clients());
        }
        samples.add(around);
        return Reading.of(cell, samples, remarks);
    }

    @Override
    public void close() {
        for (var opened : new Clients[] {clients, newcomers}) {
            if (opened != null) {
                opened.close();
            }
        }
    }
}
