package ticker.lab.race;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import ticker.lab.http.EventSource;
import ticker.lab.http.EventStreams;
import ticker.lab.relay.Lesson;
import ticker.polling.Market;
import tools.jackson.databind.json.JsonMapper;

/** One market and five clients, one for each lesson. The clients run only while at least one page shows the race. */
public final class Race implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Race.class.getName());
    private static final JsonMapper JSON = new JsonMapper();
    private static final long INTERVAL = 250;
    private static final long MAX_WAIT = 100; // for clients that have much to do

    private final List<Lesson> lessons;
    private final MoveTimes moves;
    private final DoubleConsumer pace; // moves the market at another rate from now on
    private final EventStreams streams;
    private final AtomicInteger watching = new AtomicInteger();
    private volatile byte[] newest = new byte[0]; // the state as an event, the same for all pages
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "race");
        thread.setDaemon(true);
        return thread;
    });
    private RaceSettings settings; // from here on only the clock's thread touches it
    private LoadLimit limit = new LoadLimit();
    private List<Racer> racers = List.of();
    private long began;
    private Future<?> shows = CompletableFuture.completedFuture(null); // none

    /**
     * Ready for the first page that watches.
     *
     * @param market the one that leads
     * @param rate of its moves, in prices a second
     * @param pace is told when the market shall move at another rate
     * @param streams by which states leave
     */
    public Race(List<Lesson> lessons, Market market, double rate, DoubleConsumer pace, EventStreams streams) {
        this.lessons = lessons;
        this.streams = streams;
        moves = new MoveTimes(market);
        this.pace = pace;
        settings = new RaceSettings(rate, 1000, 0, "ACME");
    }

    /**
     * What all pages are shown, as JSON. Times are milliseconds since the epoch.
     *
     * @param manages how many extra clients this machine manages, if that is fewer than are set, or null
     */
    record State(long began, long time, RaceSettings settings, Integer manages, List<RacerState> racers) {}

    /** The states, for one browser. The race is on as long as there is one. */
    public EventSource states() {
        return new NewestState();
    }

    /** From now on races with these settings. */
    void settings(RaceSettings settings) {
        inTurn(() -> {
            if (settings.rate() != this.settings.rate()) {
                pace.accept(settings.rate());
            }
            if (!settings.loadsLike(this.settings)) {
                limit.want(settings.clients());
            }
            this.settings = settings;
            racers.forEach(racer -> racer.settings(settings));
            racers.forEach(racer -> racer.others(limit.clients()));
        });
    }

    private void inTurn(Runnable task) {
        try {
            clock.execute(() -> orEnd(task));
        } catch (RejectedExecutionException closed) {
            streams.close();
        }
    }

    private void begin() {
        if (racers.isEmpty()) {
            began = System.currentTimeMillis();
            limit = new LoadLimit();
            limit.want(settings.clients());
            racers = lessons.stream()
                    .map(lesson -> new Racer(lesson, moves, settings))
                    .toList();
            shows = clock.scheduleAtFixedRate(this::show, 0, INTERVAL, MILLISECONDS);
        }
    }

    private void show() {
        if (watching.get() == 0) {
            end();
            return;
        }
        orEnd(() -> {
            newest = String.format(ROOT, "event: state\ndata: %s\n\n", state()).getBytes(UTF_8);
            streams.moved();
        });
    }

    /** A clock would keep a failure to itself. */
    private void orEnd(Runnable task) {
        try {
            task.run();
        } catch (RejectedExecutionException closed) { // while the task began
            end();
            streams.close();
        } catch (RuntimeException failure) {
            LOG.log(Level.SEVERE, "The race has ended", failure);
            end();
            streams.close();
        }
    }

    private String state() {
        awaitReplies();
        long now = System.currentTimeMillis();
        var states = racers.stream().map(racer -> racer.look(now)).toList();
        limit.look(racers.stream().mapToDouble(Racer::othersLate).max().orElse(0));
        racers.forEach(racer -> racer.others(limit.clients()));
        return JSON.writeValueAsString(new State(began, now, settings, limit.manages(), states));
    }

    /** Asks all, and waits a moment only: whatever the clients have to do, settings must be heard and states must leave. */
    private void awaitReplies() {
        var replies = racers.stream().map(Racer::ask).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(replies)
                .completeOnTimeout(null, MAX_WAIT, MILLISECONDS)
                .join();
    }

    private void end() {
        shows.cancel(false);
        racers.forEach(Racer::close);
        racers = List.of();
        newest = new byte[0];
    }

    @Override
    public void close() {
        if (!clock.isShutdown()) {
            inTurn(this::end);
            clock.shutdown();
        }
    }

    /** The newest state, for one browser: a slow one gets fewer, and nothing is kept for it. */
    private final class NewestState implements EventSource {
        private byte[] sent = new byte[0];

        @Override
        public void begin() {
            watching.incrementAndGet();
            inTurn(Race.this::begin);
        }

        @Override
        public void end() {
            watching.decrementAndGet();
        }

        @Override
        public byte[] next() {
            var state = newest;
            boolean known = state == sent;
            sent = state;
            return known ? new byte[0] : state;
        }
    }
}
