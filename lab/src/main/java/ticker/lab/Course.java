package ticker.lab;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import ticker.polling.Market;
import ticker.polling.PollingServer;
import ticker.polling.Ticker;

/** The whole course in one process: a start page, and beside it the lessons, which all carry the same market. */
public final class Course implements AutoCloseable {
    private final int port;
    private final Market market;
    private final List<Lesson> lessons = new ArrayList<>();
    private final List<Runnable> stops = new ArrayList<>();
    private final StartPage startPage;

    /** Starts on this port and the ones that follow it, or on any free ones if it is 0. */
    public Course(int port, double rate, long seed) {
        this.port = port;
        long now = System.currentTimeMillis();
        market = new Market(now);
        try {
            polling();
            startPage = new StartPage(port, lessons);
            stops.add(startPage::close);
        } catch (IllegalArgumentException taken) {
            close();
            throw taken;
        }
        var ticker = new Ticker(market, seed, now);
        ticker.start(rate);
        stops.add(ticker::close);
    }

    private void polling() {
        var server = new PollingServer(port(1), market);
        add(new Lesson(
                "1 · Polling",
                "The page asks again and again.",
                "Wasted polls, stale prices, ETags, and orders beside the polls.",
                server.uri(),
                server::close));
    }

    private int port(int number) {
        return port == 0 ? 0 : port + number;
    }

    private void add(Lesson lesson) {
        lessons.add(lesson);
        stops.add(lesson.stop());
    }

    URI uri() {
        return startPage.uri();
    }

    List<Lesson> lessons() {
        return lessons;
    }

    /** Stops everything, all at once. */
    @Override
    public void close() {
        var all = stops.stream().map(CompletableFuture::runAsync).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all)
                .completeOnTimeout(null, 1500, TimeUnit.MILLISECONDS)
                .join();
    }

    /** Runs the course until Ctrl-C. */
    public static void main(String[] args) {
        try {
            Logger.getLogger("").setLevel(Level.WARNING); // the libraries speak up only when something is wrong
            var course = new Course(Settings.port(8080), Settings.rate(), Settings.seed());
            Runtime.getRuntime().addShutdownHook(new Thread(course::close));
            System.out.printf("Tick by Tick starts here: %s%n", course.uri());
            for (var lesson : course.lessons()) {
                System.out.printf("  %-14s %s%n", lesson.title(), lesson.uri());
            }
            System.out.println("Ctrl-C stops everything.");
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(2);
        }
    }
}
