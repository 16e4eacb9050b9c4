package ticker.lab.course;

import static java.util.Locale.ROOT;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import ticker.handshake.HandshakeServer;
import ticker.lab.http.EventStreams;
import ticker.lab.race.Race;
import ticker.lab.relay.Lesson;
import ticker.lab.relay.Tap;
import ticker.lab.transcript.Transcript;
import ticker.lab.transcript.TranscriptRecorder;
import ticker.longpolling.LongPollingServer;
import ticker.polling.Market;
import ticker.polling.PollingServer;
import ticker.polling.Ticker;
import ticker.streaming.StreamingServer;
import ticker.websocket.WebSocketServer;

/** The whole course in one process: a start page, and the lessons, all with the same market. */
public final class Course implements AutoCloseable {
    private static final int LAST_PORT = 65_535 - 5; // the lessons take the five ports that follow

    private final int port;
    private final long opened;
    private final Market market;
    private final List<Lesson> lessons = new ArrayList<>();
    private final List<Runnable> stops = new ArrayList<>();
    private final Transcript transcript = new Transcript();
    private final TranscriptRecorder decoding = new TranscriptRecorder(transcript);
    private final EventStreams streams = new EventStreams();
    private final StartPage startPage;

    /** Starts on this port and the ones that follow it, or on any free ones if it is 0. */
    public Course(int port, double rate, long seed, boolean steady) {
        this(port, List.of(), rate, seed, steady);
    }

    /** The same, for browsers that know this machine by one of these names, too. */
    Course(int port, List<String> names, double rate, long seed, boolean steady) {
        this.port = port;
        opened = System.currentTimeMillis();
        market = new Market(opened);
        try {
            polling();
            longPolling();
            streaming();
            webSocket();
            handshake();
            var ticker = new Ticker(market, seed, opened);
            stops.add(ticker::close);
            var race = new Race(lessons, market, rate, changed -> ticker.start(changed, steady), streams);
            stops.add(race::close);
            startPage = new StartPage(port, names, lessons, transcript, race, streams);
            transcript.listen(streams::moved);
            stops.add(startPage::close);
            ticker.start(rate, steady);
        } catch (IllegalArgumentException taken) {
            close();
            throw taken;
        }
    }

    private void polling() {
        var server = new PollingServer(0, market);
        add(
                "polling",
                "1 · Polling",
                "The page asks again and again.",
                "Wasted polls, stale prices, ETags, and orders beside the polls.",
                server.uri(),
                server::close);
    }

    private void longPolling() {
        var copy = new ticker.longpolling.Market(opened);
        follow(copy::accept);
        var server = new LongPollingServer(0, copy);
        add(
                "long-polling",
                "2 · Long polling",
                "The page asks, and the server responds when it has news.",
                "The request that is held, and a loop that survives errors and time-outs.",
                server.uri(),
                server::close);
    }

    private void streaming() {
        var copy = new ticker.streaming.Market(opened);
        follow(copy::accept);
        var server = new StreamingServer(0, copy);
        add(
                "streaming",
                "3 · Streaming",
                "The server responds once, and its response never ends.",
                "Chunks and events as they arrive, and what a reconnect brings.",
                server.uri(),
                server::close);
    }

    private void webSocket() {
        var copy = new ticker.websocket.Market(opened);
        follow(copy::accept);
        var server = new WebSocketServer(0, copy);
        add(
                "websocket",
                "4 · WebSocket",
                "Both sides talk on one connection.",
                "Frames in both directions, subscriptions, and orders over the same socket.",
                server.uri(),
                server::close);
    }

    private void handshake() {
        var copy = new ticker.handshake.Market(opened);
        follow(copy::accept);
        var server = new HandshakeServer(0, copy);
        add(
                "handshake",
                "5 · Handshake",
                "The WebSocket by hand, bit by bit.",
                "The handshake step by step, and every frame bit by bit.",
                server.uri(),
                server::close);
    }

    /** Gives the market of another lesson the same moves, with the same numbers. */
    private void follow(Follower other) {
        market.listen(quote -> other.accept(quote.seq(), quote.symbol(), quote.cents(), quote.time()));
    }

    private interface Follower {
        void accept(long seq, String symbol, long cents, long time);
    }

    /** Puts a tap on the lesson's public port. Only the tap knows where the server itself listens. */
    private void add(String name, String title, String idea, String shows, URI server, Runnable stop) {
        stops.add(stop);
        int number = lessons.size() + 1;
        var tap = new Tap(
                port == 0 ? 0 : port + number, server.getPort(), connection -> decoding.observer(name, connection));
        lessons.add(new Lesson(name, title, idea, shows, tap));
    }

    URI uri() {
        return startPage.uri();
    }

    List<Lesson> lessons() {
        return lessons;
    }

    Transcript transcript() {
        return transcript;
    }

    /** Those of the browsers that look at the lab. */
    EventStreams streams() {
        return streams;
    }

    /** Stops everything at once. Only the taps wait, until the servers have told their clients that they stop. */
    @Override
    public void close() {
        var all = stops.stream().map(CompletableFuture::runAsync).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all)
                .completeOnTimeout(null, 1500, TimeUnit.MILLISECONDS)
                .join();
        lessons.forEach(lesson -> lesson.tap().close());
        decoding.close();
    }

    private static List<String> names() {
        var given = System.getProperty("names", "");
        var names = Arrays.stream(given.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (!names.stream().allMatch(name -> name.matches("[a-z0-9.-]+"))) {
            throw new IllegalArgumentException(String.format(
                    ROOT,
                    "-Dnames must be a list of host names in lower case, such as course.example,box.local, not \"%s\".",
                    given));
        }
        return names;
    }

    /** Runs the course until Ctrl-C. */
    public static void main(String[] args) {
        Settings.orExit(() -> {
            Logger.getLogger("").setLevel(Level.WARNING); // the libraries log only what is wrong
            int port = (int) Settings.whole("port", 8080, 0, LAST_PORT);
            var course = new Course(port, names(), Settings.rate(), Settings.seed(), Settings.steady());
            Runtime.getRuntime().addShutdownHook(new Thread(course::close));
            System.out.printf(ROOT, "Tick by Tick starts here: %s%n", course.uri());
            for (var lesson : course.lessons()) {
                System.out.printf(ROOT, "  %-16s  %s%n", lesson.title(), lesson.uri());
            }
            System.out.println("Ctrl-C stops everything.");
        });
    }
}
