package ticker.lab.race;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import ticker.lab.http.Requests;

/** All pages that watch the race. */
final class Spectators {
    private static final int MOST = 100;

    private final Set<Spectator> all = ConcurrentHashMap.newKeySet();

    /** Turns an exchange into a stream of events. Then the task runs. */
    void add(HttpServerExchange exchange, Runnable then) throws Exception {
        if (all.size() >= MOST) {
            throw Requests.refusal(503, "%d pages watch, which is all there can be.".formatted(MOST));
        }
        var spectator = new Spectator(exchange, System::nanoTime);
        exchange.addExchangeCompleteListener((done, next) -> {
            all.remove(spectator);
            next.proceed();
        });
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
            all.add(spectator);
            then.run();
        });
    }

    boolean areGone() {
        return all.isEmpty();
    }

    void show(byte[] event) {
        all.forEach(spectator -> spectator.show(event));
    }

    /** Ends all streams. A page that is still there comes back. */
    void hangUp() {
        all.forEach(Spectator::hangUp);
    }
}
