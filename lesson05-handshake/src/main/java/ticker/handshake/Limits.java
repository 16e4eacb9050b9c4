package ticker.handshake;

/**
 * What a peer may take.
 *
 * @param message bytes of the longest message
 * @param connections open at the same time
 * @param patience milliseconds for a peer to finish a message, to read ours, or to answer a close
 * @param heartbeat milliseconds of silence after which a peer is pinged; after as many more it is gone
 * @param push milliseconds between two prices at /push
 */
record Limits(int message, int connections, long patience, long heartbeat, long push) {
    static final Limits STANDARD = new Limits(64 * 1024, 20_000, 10_000, 30_000, 1000);
}
