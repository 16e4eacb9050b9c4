package ticker.lab.load;

/** How far a client has read. It writes into the statistics what each message brings, and how long that took. */
final class Cursor {
    private Price last;
    private long begun;
    private long cut;

    /** The number of the newest price the client has, or 0. */
    long seq() {
        return last == null ? 0 : last.seq();
    }

    /** The client connects. */
    void connecting() {
        if (begun == 0) {
            begun = System.nanoTime();
        }
    }

    /** Its connection has been cut. */
    void cut() {
        cut = System.nanoTime();
    }

    /**
     * A message with at least one price has arrived.
     *
     * @param arrival in microseconds since the epoch
     * @param length of its JSON
     */
    void take(QuotesMessage message, long arrival, int length, Statistics statistics) {
        if (last == null) {
            statistics.firstPrice(System.nanoTime() - begun);
        } else {
            compare(message, arrival, length, statistics);
        }
        last = message.newest();
    }

    private void compare(QuotesMessage message, long arrival, int length, Statistics statistics) {
        var news = message.after(last.seq());
        if (news.isEmpty()) {
            return; // all known, from before a cut
        }
        statistics.arrived(last, news, arrival, length);
        if (cut != 0) {
            statistics.recovered(System.nanoTime() - cut);
            cut = 0;
        }
    }
}
