package ticker.lab.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import ticker.lab.load.Clients;
import ticker.lab.load.Tally;

/** The readers of one cell and the server they read from, while they are measured. */
final class Trial implements AutoCloseable {
    private static final int PATIENCE = 30; // seconds, for all readers to get a price

    private static final int MANY = 1000; // fewer say nothing about the memory of one
    private static final int FEW = 10;

    private final Cell cell;
    private final ServerProcess server;
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Sample around = new Sample(); // what is measured once, before and after the windows
    private Clients readers;
    private Clients newcomers;
    private long heap; // before the first reader
    private long residentBefore;
    private int threads;
    private long cpu;

    Trial(Cell cell, ServerProcess server) {
        this.cell = cell;
        this.server = server;
    }

    void open() throws IOException {
        residentBefore = server.vitals().resident();
        heap = server.vitals().heap();
        threads = server.vitals().threads();
        readers = open(cell.readers());
    }

    private Clients open(int count) {
        return new Clients(
                cell.contender().technique(),
                server.port(),
                count,
                cell.contender().pause());
    }

    void awaitFirstPrices() throws InterruptedException {
        long served = await(readers, Tally::firstPrice).getTotalCount();
        if (served < cell.readers()) {
            remark("Only %d readers got a price within %d s.".formatted(served, PATIENCE));
        }
    }

    /** Waits until something has happened to every reader. */
    private static Histogram await(Clients readers, Function<Tally, Histogram> what) throws InterruptedException {
        var all = new Histogram(3);
        for (int look = 0; look < 10 * PATIENCE && all.getTotalCount() < readers.count(); look++) {
            Measurement.pause(0.1);
            all.add(what.apply(readers.tally()));
        }
        return all;
    }

    /** The first window begins. */
    void begin() {
        readers.tally();
        cpu = server.vitals().cpuNanos();
    }

    /** A window ends, and the next one begins. */
    void sample() {
        var tally = readers.tally();
        long now = server.vitals().cpuNanos();
        samples.add(Sample.of(tally, now - cpu));
        cpu = now;
        tally.limit().ifPresent(this::remark);
        if (tally.errors() > 0) {
            remark("%d errors, the last one: %s".formatted(tally.errors(), tally.error()));
        }
    }

    private void remark(String sentence) {
        if (!remarks.contains(sentence)) {
            remarks.add(sentence);
        }
    }

    /** A few more readers come, to a server that has warmed up by now. */
    void openNewcomers() throws InterruptedException {
        newcomers = open(FEW);
        var first = await(newcomers, Tally::firstPrice);
        around.put(Metric.FIRST_PRICE_P50, first, 50);
        around.put(Metric.FIRST_PRICE_P99, first, 99);
    }

    /** Their connections are cut, until each of them has a new price again. */
    void cutNewcomers() throws InterruptedException {
        newcomers.cut();
        var recovery = await(newcomers, Tally::recovery);
        around.put(Metric.RECOVERY_P50, recovery, 50);
        around.put(Metric.RECOVERY_P99, recovery, 99);
        newcomers.close();
        newcomers = null;
    }

    /** What was measured: to be asked while the readers are still there. */
    Reading reading() throws IOException {
        long resident = server.vitals().resident(); // first, since asking for the heap makes room
        long used = server.vitals().heap();
        around.put(Metric.HEAP, used);
        around.put(Metric.THREADS_ADDED, server.vitals().threads() - threads);
        if (resident > 0) {
            around.put(Metric.RESIDENT, resident);
        }
        if (cell.readers() >= MANY) {
            around.put(Metric.HEAP_PER_READER, (double) (used - heap) / cell.readers());
        }
        if (cell.readers() >= MANY && resident > 0) {
            around.put(Metric.RESIDENT_PER_READER, (double) (resident - residentBefore) / cell.readers());
        }
        samples.add(around);
        return Reading.of(cell, samples, remarks);
    }

    @Override
    public void close() {
        for (var opened : new Clients[] {readers, newcomers}) {
            if (opened != null) {
                opened.close();
            }
        }
    }
}
