package ticker.lab.microscope;

import static io.undertow.Handlers.path;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xnio.Options;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Kind;
import ticker.lab.decode.Message;
import ticker.lab.http.EventStreamClient;
import ticker.lab.http.EventStreams;
import ticker.lab.transcript.Transcript;

class MessageEventsTest {
    private final Transcript transcript = new Transcript(100_000);
    private final EventStreams streams = new EventStreams();
    private final Undertow server = Undertow.builder()
            .addHttpListener(0, "localhost")
            .setSocketOption(Options.SEND_BUFFER, 16 * 1024)
            .setHandler(path().addExactPath(
                            "/",
                            exchange ->
                                    streams.open(exchange, new MessageEvents(transcript, "polling", cursor(exchange)))))
            .build();

    MessageEventsTest() {
        transcript.listen(streams::moved);
        server.start();
    }

    private static long cursor(HttpServerExchange exchange) {
        return Long.parseLong(exchange.getQueryParameters().get("cursor").getFirst());
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private void add(String lesson, int bytes) {
        transcript.add(
                new Message(0, lesson, 1, Direction.DOWN, 0, Kind.RAW, "", 0, bytes, 0, new byte[bytes], List.of()));
    }

    @Test
    void bringsWhatIsThereAndThenWhatComes() throws Exception {
        add("polling", 1);
        add("streaming", 1);
        try (var client = from(0)) {
            assertEquals(List.of("message 1"), events(client, 1));

            add("polling", 1);
            add("polling", 1);
            assertEquals(List.of("message 3", "message 4"), events(client, 2));
        }
    }

    @Test
    void resumesAfterTheLastMessageThatWasSeen() throws Exception {
        for (int i = 0; i < 5; i++) {
            add("polling", 1);
        }
        try (var client = from(3)) {
            assertEquals(List.of("message 4", "message 5"), events(client, 2));
        }
    }

    @Test
    void tellsTheCountsFirstAndWhenTheyHaveChanged() throws Exception {
        try (var client = from(0)) {
            var first = client.next();
            assertTrue(
                    first.endsWith("\"messages\":0,\"up\":0,\"down\":0,\"payloadUp\":0,\"payloadDown\":0,"
                            + "\"open\":0,\"connections\":0}}"),
                    first);

            transcript.opened("polling");
            transcript.passed("polling", Direction.UP, 42);

            String counts;
            do { // the stream may look between the two
                counts = client.next();
                assertTrue(counts.startsWith("event: counts\ndata: {\"lesson\":\"polling\","), counts);
            } while (!counts.contains("\"up\":42"));
        }
    }

    @Test
    void aClientThatIsTooLateIsToldWhatIsGone() throws Exception {
        for (int i = 0; i < 200; i++) {
            add("polling", 1000);
        }
        long dropped = transcript.after("polling", 0, 0).dropped();
        try (var client = from(2)) {
            assertEquals(
                    List.of(
                            String.format(ROOT, "gap {\"lesson\":\"polling\",\"from\":3,\"to\":%d}", dropped),
                            "message " + (dropped + 1)),
                    events(client, 2));
        }
        try (var client = from(dropped)) {
            assertEquals(List.of("message " + (dropped + 1)), events(client, 1), "it is told once");
        }
    }

    @Test
    void aClientThatStopsReadingMissesSomeButEndsOnTheNewest() throws Exception {
        try (var client = from(0)) {
            for (int i = 0; i < 50_000; i++) { // 300 MB, and nothing is read
                add("polling", 4096);
            }

            var events = eventsUntil(client, "message 50000");

            assertTrue(events.size() < 25_000, "what is not read is not kept, but there are " + events.size());
            assertTrue(events.stream().anyMatch(event -> event.startsWith("gap")), "and the client is told");
        }
    }

    /** The next events that are not counts: {@code message 17}, or {@code gap} and its data. */
    private static List<String> events(EventStreamClient client, int count) throws IOException {
        var events = new ArrayList<String>();
        while (events.size() < count) {
            add(client.next(), events);
        }
        return events;
    }

    private static List<String> eventsUntil(EventStreamClient client, String last) throws IOException {
        var events = new ArrayList<String>();
        while (events.isEmpty() || !events.get(events.size() - 1).equals(last)) {
            add(client.next(), events);
        }
        return events;
    }

    private static void add(String event, List<String> events) {
        if (event.contains("event: gap")) {
            events.add("gap " + event.replaceFirst("(?s).*data: ", ""));
        } else if (event.startsWith("event: message\n")) {
            events.add("message " + event.replaceFirst("(?s).*\"number\":(\\d+),.*", "$1"));
        }
    }

    private EventStreamClient from(long cursor) throws IOException {
        var address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        return new EventStreamClient(address.getPort(), "/?cursor=" + cursor);
    }
}
