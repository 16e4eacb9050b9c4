package ticker.lab.course;

import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ticker.lab.load.Clients;
import ticker.lab.load.Technique;

/**
 * Clients that leave all the time, in five ways and in all lessons at once: in order, with a reset 0 to 5 ms after the
 * request, in the middle of a request, after they have stopped to read, and after they have ended their output. Each
 * lesson has a JVM of its own, and one client that behaves well.
 */
class LeavingTest {
    /** How long, in seconds. {@code -Dleaving=600} is the long form. */
    private static final int SECONDS = Integer.getInteger("leaving", 10);

    private static final int PLACES = 200;
    private static final int MAX_MORE_DESCRIPTORS = 16; // a thread of the server may have opened what it keeps

    /** In the heap: each thread of a server may keep its first task, and there are eight for each processor. */
    private static final int MAX_CONNECTIONS = 10 + 10 * Runtime.getRuntime().availableProcessors();

    private static final long MAX_GROWTH = 2 * 1024 * 1024; // bytes of live heap: in ten minutes 50 for each client
    private static final Duration INTERVAL = Duration.ofMillis(100); // of the clients that poll

    private static final String GET = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String POST = """
            POST %s HTTP/1.1\r
            Host: localhost\r
            Content-Type: application/json\r
            Content-Length: 56\r
            \r
            {"id":"c-17","symbol":"ACME","side":"buy","quantity":10}""";
    private static final String SUBSCRIBE = frame("{\"subscribe\":[\"*\"],\"after\":0}");

    /** A lesson, and the requests of the clients that leave it. */
    private record Subject(String title, Technique technique, String server, List<String> requests) {
        boolean hasPlaces() {
            return technique != Technique.POLLING;
        }
    }

    private static final List<Subject> LESSONS = List.of(
            new Subject(
                    "1 polling",
                    Technique.POLLING,
                    "ticker.polling.PollingServer",
                    List.of(GET.formatted("/quotes"), POST.formatted("/orders"))),
            new Subject(
                    "2 long polling",
                    Technique.LONG_POLLING,
                    "ticker.longpolling.LongPollingServer",
                    List.of(GET.formatted("/quotes?after=NEWEST"), POST.formatted("/quotes"))),
            new Subject(
                    "3 streaming",
                    Technique.EVENTS,
                    "ticker.streaming.StreamingServer",
                    List.of(GET.formatted("/events"), GET.formatted("/stream"), POST.formatted("/events"))),
            new Subject(
                    "4 WebSocket",
                    Technique.WEBSOCKET,
                    "ticker.websocket.WebSocketServer",
                    List.of(Handshake.REQUEST, Handshake.REQUEST + SUBSCRIBE)),
            new Subject(
                    "5 handshake",
                    Technique.HANDSHAKE,
                    "ticker.handshake.HandshakeServer",
                    List.of(
                            Handshake.REQUEST,
                            Handshake.REQUEST.replace("/quotes", "/push"),
                            Handshake.REQUEST.replace("/quotes", "/echo") + SUBSCRIBE)));

    /** What a server holds while only the client that behaves well is there. */
    private record Holding(int missingPlaces, long descriptors, Program.LiveHeap heap) {}

    private record Row(
            Subject lesson, int left, Holding before, Holding after, long worstMicros, long errors, List<String> log) {
        static final String HEAD = """
                               clients  places  descriptors     live heap, KB  connections  worst age
                lesson            left missing before after   before    after      in heap         ms""";

        long growth() {
            return after.heap.bytes() - before.heap.bytes();
        }

        @Override
        public String toString() {
            return String.format(
                    ROOT,
                    "%-14s %7d %7s %6d %5d %8d %8d %12d %10.1f",
                    lesson.title,
                    left,
                    lesson.hasPlaces() ? after.missingPlaces : "-",
                    before.descriptors,
                    after.descriptors,
                    before.heap.bytes() / 1024,
                    after.heap.bytes() / 1024,
                    after.heap.connections(),
                    worstMicros / 1000.0);
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void clientsThatLeaveLeaveNothingBehind() throws Exception {
        var rows = runAll();

        System.out.println(Row.HEAD);
        rows.forEach(System.out::println);
        assertAll(rows.stream().map(row -> () -> assertNothingLeftBehind(row)));
    }

    private static List<Row> runAll() throws Exception {
        var threads = Executors.newFixedThreadPool(LESSONS.size());
        try {
            var rows = new ArrayList<Row>();
            for (var row :
                    threads.invokeAll(LESSONS.stream().map(LeavingTest::run).toList())) {
                rows.add(row.get());
            }
            return rows;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertNothingLeftBehind(Row row) {
        var title = "lesson " + row.lesson.title;
        assertAll(
                () -> assertEquals(List.of(), row.log, title + " logged what clients did"),
                () -> assertEquals(0, row.errors, title + ": times that the client that behaves well was cut off"),
                () -> assertEquals(0, row.after.missingPlaces, title + ": places that did not come back"),
                () -> assertTrue(
                        row.after.descriptors <= row.before.descriptors + MAX_MORE_DESCRIPTORS,
                        () -> String.format(
                                ROOT,
                                "%s: %d descriptors before, and %d after",
                                title,
                                row.before.descriptors,
                                row.after.descriptors)),
                () -> assertTrue(
                        row.after.heap.connections() <= MAX_CONNECTIONS,
                        () -> String.format(
                                ROOT, "%s keeps %d connections in its heap", title, row.after.heap.connections())),
                () -> assertTrue(
                        row.growth() <= MAX_GROWTH,
                        () -> String.format(ROOT, "%s: its live heap has grown by %d bytes", title, row.growth())));
    }

    private static Callable<Row> run(Subject lesson) {
        return () -> {
            try (var server = new Program(
                            lesson.server, "-Dport=0", "-Drate=20", "-Dsteady=true", "-DmaxSubscribers=" + PLACES);
                    var good = new Clients(lesson.technique, server.port(), 1, INTERVAL)) {
                leave(server, lesson, 1); // what a server makes once is there before
                var before = look(server, lesson);
                good.tally();

                int left = leave(server, lesson, SECONDS);

                var seen = good.tally();
                long worst = seen.delays().age().getMaxValue();
                return new Row(lesson, left, before, look(server, lesson), worst, seen.errors(), log(server));
            }
        };
    }

    private static int leave(Program server, Subject lesson, long seconds) throws IOException {
        try (var leaver = new Leaver(server.port(), lesson.requests)) {
            leaver.run(seconds);
            return leaver.left();
        }
    }

    private static List<String> log(Program server) throws IOException {
        return server.errors().stream().distinct().limit(50).toList();
    }

    private static Holding look(Program server, Subject lesson) throws Exception {
        int missing = lesson.hasPlaces() ? missingPlaces(server, lesson) : 0;
        long descriptors = settledDescriptors(server);
        return new Holding(missing, descriptors, server.liveHeap());
    }

    /** Takes all places, and returns how many clients got none of them for ten seconds. */
    private static int missingPlaces(Program server, Subject lesson) {
        int free = PLACES - 1; // one client is there already
        try (var all = new Clients(lesson.technique, server.port(), free, INTERVAL)) {
            int open = 0;
            for (int look = 0; look < 20; look++) {
                LockSupport.parkNanos(MILLISECONDS.toNanos(500));
                var seen = all.tally();
                open = seen.open();
                if (open == free && seen.errors() == 0 && look > 0) {
                    return 0; // and so it stayed since the look before
                }
            }
            return free - open;
        }
    }

    /** How many there are when two seconds have brought no lower number. */
    private static long settledDescriptors(Program server) throws IOException {
        long least = Long.MAX_VALUE;
        for (int same = 0; same < 20; same++) {
            LockSupport.parkNanos(MILLISECONDS.toNanos(100));
            long now = server.descriptors();
            if (now < least) {
                least = now;
                same = 0;
            }
        }
        return least;
    }

    /** A text frame as a client sends it. Its mask is zero. */
    private static String frame(String text) {
        return "\u0081%c\0\0\0\0%s".formatted(0x80 | text.length(), text);
    }
}
