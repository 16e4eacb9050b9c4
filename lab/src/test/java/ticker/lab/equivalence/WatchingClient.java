package ticker.lab.equivalence;

import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ticker.lab.Await;
import ticker.lab.equivalence.Message.Quote;

/** A lesson's console client with a board, in a thread of its own, and the judge of what it gets. */
final class WatchingClient {
    /** What may be wrong with it, to try the judge. */
    enum Mistake {
        NONE,
        DROPS_ITS_CURSOR,
        IGNORES_RESET
    }

    private final String name;
    private final ConsoleClient client;
    private final URI server;
    private final Mistake mistake;
    private final Judge judge;
    private final Map<String, Quote> board = new TreeMap<>();
    private final Thread thread = new Thread(this::run);
    private String complaint;
    private String lastPause = "none";
    private volatile boolean ending;

    WatchingClient(String name, ConsoleClient client, URI server, Mistake mistake, List<CarriedMarket> markets) {
        this.name = name;
        this.client = client;
        this.server = server;
        this.mistake = mistake;
        judge = new Judge(markets);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!ending) {
            try {
                client.watch(server, this::take, this::pause);
            } catch (InterruptedException over) {
                // It ends, or begins anew without a cursor.
            }
        }
    }

    private synchronized void pause(String reason) throws InterruptedException {
        lastPause = reason;
        if (ending || mistake == Mistake.DROPS_ITS_CURSOR) {
            throw new InterruptedException();
        }
    }

    private synchronized void take(String json) {
        if (complaint != null) {
            return;
        }
        var message = Message.parse(json);
        if (message.isReset() && mistake != Mistake.IGNORES_RESET) {
            board.clear();
        }
        message.quotes().forEach(quote -> board.put(quote.symbol(), quote));
        complaint = judge.judge(message, board);
        notifyAll();
    }

    /** Waits until it has this number. An AssertionError says what the judge complains of. */
    synchronized void await(long seq) throws InterruptedException {
        long end = System.nanoTime() + Await.LIMIT.toNanos();
        while (complaint == null && judge.cursor() != seq) {
            long left = NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError(String.format(
                        ROOT,
                        "%s waited in vain for number %d. It has %d. The reason of its last pause: %s",
                        name,
                        seq,
                        judge.cursor(),
                        lastPause));
            }
            wait(left);
        }
        if (complaint != null) {
            throw new AssertionError(name + " " + complaint);
        }
    }

    synchronized Map<String, Quote> board() {
        return Map.copyOf(board);
    }

    /** It is to end, as soon as its connection ends. */
    void end() {
        ending = true;
        thread.interrupt();
    }

    void awaitEnd() throws InterruptedException {
        thread.join(Await.LIMIT.toMillis());
        if (thread.isAlive()) {
            throw new AssertionError(name + " did not end");
        }
    }
}
