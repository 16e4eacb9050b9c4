package ticker.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;
import ticker.polling.Market;
import ticker.polling.Ticker;
import tools.jackson.databind.json.JsonMapper;

/** One market, five ways to carry it, side by side. The racers run while at least one page watches, and no longer. */
final class Race implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Race.class.getName());
    private static final long BEAT = 250;
    private static final int MOST_SPECTATORS = 100;
    private static final JsonMapper JSON = new JsonMapper();

    private final List<Lesson> lessons;
    private final Market market;
    private final Ticker ticker;
    private final Set<Spectator> spectators = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "race");
        thread.setDaemon(true);
        return thread;
    });
    private volatile RaceSettings settings;
    private List<Racer> racers = List.of(); // like all of the race itself only touched by the clock's thread
    private Future<?> beats = CompletableFuture.completedFuture(null); // none

    Race(List<Lesson> lessons, Market market, Ticker ticker, double rate) {
        this.lessons = lessons;
        this.market = market;
        this.ticker = ticker;
        settings = new RaceSettings(rate, 1000, 0, "ACME");
    }

    /** What is shown to all who watch, as JSON. */
    record State(long time, RaceSettings settings, List<Standing> racers) {}

    RaceSettings settings() {
        return settings;
    }

    /** From now on races with these settings. */
    void settings(RaceSettings settings) {
        this.settings = settings;
        ticker.start(settings.rate());
        clock.execute(() -> racers.forEach(racer -> racer.settings(settings)));
    }

    /** Turns an exchange into a stream of states. */
    void watch(HttpServerExchange exchange) throws Problem {
        if (spectators.size() >= MOST_SPECTATORS) {
            throw new Problem(503, "%d pages watch, which is all there can be.".formatted(MOST_SPECTATORS));
        }
        var spectator = new Spectator(exchange);
        exchange.addExchangeCompleteListener((done, next) -> {
            spectators.remove(spectator);
            next.proceed();
        });
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
            spectators.add(spectator);
            clock.execute(this::begin);
        });
    }

    private void begin() {
        if (racers.isEmpty()) {
            racers = lessons.stream().map(lesson -> new Racer(lesson, settings)).toList();
            beats = clock.scheduleAtFixedRate(this::beat, 0, BEAT, MILLISECONDS);
        }
    }

    private void beat() {
        if (spectators.isEmpty()) {
            end();
            return;
        }
        try {
            var event = "event: state\ndata: %s\n\n".formatted(JSON.writeValueAsString(state()));
            var bytes = event.getBytes(UTF_8);
            spectators.forEach(spectator -> spectator.show(bytes));
        } catch (RuntimeException failure) {
            LOG.log(Level.SEVERE, "The race has ended", failure);
            end();
        }
    }

    private State state() {
        long now = System.currentTimeMillis();
        var standings = racers.stream()
                .map(racer -> racer.look(market, settings.symbol(), now))
                .toList();
        return new State(now, settings, standings);
    }

    private void end() {
        beats.cancel(false);
        spectators.forEach(Spectator::hangUp); // a page that is still there comes back
        racers.forEach(Racer::close);
        racers = List.of();
    }

    /** Ends the race. */
    @Override
    public void close() {
        clock.execute(this::end);
        clock.shutdown();
    }
}
