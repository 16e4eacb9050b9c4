package ticker.lab.report;

/**
 * What is measured of each cell. {@code Tally} says exactly what each of the words means; CPU, memory and threads are the
 * server's. Delays and ages that differ by 5 ms or less are the same: clocks count whole milliseconds, and where seven
 * servers share two processors, each waits that long for its turn.
 */
public enum Metric {
    DELAY_P50("delayP50", "ms", 5),
    DELAY_P99("delayP99", "ms", 5),
    DELAY_MAX("delayMax", "ms", 5),
    AGE_MEAN("ageMean", "ms", 5),
    AGE_P50("ageP50", "ms", 5),
    AGE_P99("ageP99", "ms", 5),
    AGE_MAX("ageMax", "ms", 5),
    /** Delivered in a second to all clients together. */
    UPDATES("updatesPerSecond", "1/s", 0.5),
    /** Of all moves, those whose price a newer one replaced on the way. */
    CONFLATED("conflatedShare", "share", 0.02),
    REQUESTS("requestsPerSecond", "1/s", 0.5),
    REQUESTS_PER_UPDATE("requestsPerUpdate", "requests", 0.02),
    BYTES_PER_REQUEST("bytesPerRequest", "bytes", 1),
    /** How many prices come together. */
    UPDATES_PER_MESSAGE("updatesPerMessage", "updates", 0.05),
    /** Of all polls and long polls, those that brought nothing. */
    EMPTY("emptyShare", "share", 0.02),
    UP_PER_UPDATE("bytesUpPerUpdate", "bytes", 1),
    DOWN_PER_UPDATE("bytesDownPerUpdate", "bytes", 1),
    BYTES_PER_UPDATE("bytesPerUpdate", "bytes", 1),
    /** The same, with requests as long as a browser's. */
    BROWSER_BYTES_PER_UPDATE("browserBytesPerUpdate", "bytes", 1),
    /** Both directions, all clients. */
    BYTES("bytesPerSecond", "bytes/s", 1),
    /** What is no JSON with prices, of all bytes in both directions. */
    OVERHEAD("overheadShare", "share", 0.02),
    /** The overhead in the server's direction of a message that brought prices; responses that brought none count in. */
    OVERHEAD_PER_MESSAGE("overheadDownPerMessage", "bytes", 0.5),
    CPU_PER_UPDATE("cpuPerUpdate", "µs", 1),
    /** Of one processor. */
    CPU("cpuShare", "share", 0.005),
    FIRST_PRICE_P50("firstPriceP50", "ms", 10),
    FIRST_PRICE_P99("firstPriceP99", "ms", 10),
    /** Until the next price, which at 10 a second comes within 100 ms anyway. */
    RECOVERY_P50("recoveryP50", "ms", 100),
    RECOVERY_P99("recoveryP99", "ms", 100),
    /** After a collection, less what the server used before the first client came. */
    HEAP_PER_CLIENT("heapPerClient", "bytes", 200),
    HEAP("heap", "bytes", 1_000_000),
    /** Real memory, less what the process had before the first client came: with what the JVM took and has not given back. */
    RESIDENT_PER_CLIENT("residentPerClient", "bytes", 1000),
    RESIDENT("resident", "bytes", 10_000_000),
    /** More than without clients: 0 means that a client costs no thread. */
    THREADS_ADDED("threadsAdded", "threads", 2),
    GENERATOR_BUSY("generatorBusy", "share", 0.05),
    GENERATOR_LAG("generatorLagP99", "ms", 1);

    private final String label;
    private final String unit;
    private final double resolution;

    Metric(String label, String unit, double resolution) {
        this.label = label;
        this.unit = unit;
        this.resolution = resolution;
    }

    /** Its name in the results. */
    public String label() {
        return label;
    }

    /** In what it is counted. */
    public String unit() {
        return unit;
    }

    /** Differences up to this say nothing. */
    public double resolution() {
        return resolution;
    }
}
