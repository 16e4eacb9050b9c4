package ticker.websocket;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Lets a client watch a server that sends the price 7 and then fails, and notes what it gets and says. No pause is waited for. */
final class ComeBack {
    /** What all console clients do. */
    interface Client {
        void watch(Consumer<Quotes> prices, Backoff.Pause pause) throws InterruptedException;
    }

    private final Failure failure;
    private final ScriptedServer server;
    private final String next;
    private final List<String> reasons;
    private final List<Long> prices = new CopyOnWriteArrayList<>();
    private final List<String> sentences = new CopyOnWriteArrayList<>();
    private final List<Long> pauses = new CopyOnWriteArrayList<>();
    private volatile Thread watching;
    private volatile int last;

    /** The server sends the next good response, with the price 8, when the client has made a pause for each of these reasons. */
    ComeBack(Failure failure, ScriptedServer server, String next, String... reasons) {
        this.failure = failure;
        this.server = server;
        this.next = next;
        this.reasons = List.of(reasons);
    }

    /** What a client says in its first pause. */
    static String firstSentence(Client client) throws Exception {
        var said = new CompletableFuture<String>();
        return Await.awaitResult("what the client says", () -> {
            try {
                client.watch(prices -> {}, (sentence, millis) -> {
                    said.complete(sentence);
                    throw new InterruptedException();
                });
            } catch (InterruptedException over) {
                // It has said it.
            }
            return said.join();
        });
    }

    /** Watches until the client has the price 8, and returns what it got. */
    List<Long> watch(Client client) throws Exception {
        return Await.awaitResult("the price after the failure", () -> {
            watching = Thread.currentThread();
            try {
                client.watch(this::take, this::pause);
            } catch (InterruptedException over) {
                // It has the price.
            }
            return prices;
        });
    }

    private void take(Quotes quotes) {
        prices.add(quotes.seq());
        if (prices.equals(List.of(7L))) {
            failure.begin(server);
        } else if (prices.equals(List.of(7L, 7L, 7L))) { // it takes the failure for a response with nothing in it
            failure.end(server, next);
        } else if (quotes.seq() == 8) {
            last = server.requests().size() - 1;
            watching.interrupt();
        }
    }

    private void pause(String sentence, long millis) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        sentences.add(sentence);
        pauses.add(millis);
        if (sentences.size() == reasons.size()) {
            failure.end(server, next);
        }
    }

    /** The place in the server's list of the request that got the price 8. */
    int last() {
        return last;
    }

    /** Checks that each pause had its reason, and was as long as the formula and the server say. */
    void assertPauses() {
        // On a busy machine the good response, too, may come after the short time-out for a silence.
        int made = failure == Failure.SILENCE ? Math.min(reasons.size(), sentences.size()) : sentences.size();
        assertEquals(reasons.size(), made, () -> "pauses, in which the client said " + sentences);
        for (int i = 0; i < reasons.size(); i++) {
            long asked = reasons.get(i).equals(failure.reason()) ? failure.retryAfter() : 0;
            long least = asked + Backoff.limit(i + 1) / 2;
            long most = asked + Backoff.limit(i + 1);
            long millis = pauses.get(i);
            assertTrue(
                    least <= millis && millis <= most,
                    () -> String.format(ROOT, "a pause from %d to %d ms was due, these were %s", least, most, pauses));
            long seconds = (millis + 999) / 1000;
            assertEquals(
                    String.format(ROOT, "No prices: %s Trying again in %d s.", reasons.get(i), seconds),
                    sentences.get(i));
        }
    }
}
