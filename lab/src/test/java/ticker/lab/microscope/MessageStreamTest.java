package ticker.lab.microscope;

import static io.undertow.Handlers.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.awaitEqual;

import io.undertow.Undertow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xnio.Options;
import ticker.lab.Await;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Kind;
import ticker.lab.decode.Message;
import ticker.lab.transcript.Transcript;

class MessageStreamTest {
    private final AtomicLong clock = new AtomicLong();
    private final Transcript transcript = new Transcript(100_000);
    private final MessageStreams streams = new MessageStreams(transcript, clock::get);
    private final Undertow server = Undertow.builder()
            .addHttpListener(0, "localhost")
            .setSocketOption(Options.SEND_BUFFER, 16 * 1024)
            .setHandler(path().addExactPath(
                            "/",
                            exchange -> streams.open(
                                    exchange,
                                    "polling",
                                    Long.parseLong(exchange.getQueryParameters()
                                            .get("cursor")
                                            .getFirst()))))
            .build();

    MessageStreamTest() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private void say(String lesson, int bytes) {
        transcript.add(
                new Message(0, lesson, 1, Direction.DOWN, 0, Kind.RAW, "", 0, bytes, 0, new byte[bytes], List.of()));
    }

    @Test
    void bringsWhatIsThereAndThenWhatComes() throws Exception {
        say("polling", 1);
        say("streaming", 1);
        try (var reader = new Reader(0)) {
            assertEquals(List.of("message 1"), reader.events(1));

            say("polling", 1);
            say("polling", 1);
            assertEquals(List.of("message 3", "message 4"), reader.events(2));
        }
    }

    @Test
    void resumesAfterTheLastMessageThatWasSeen() throws Exception {
        for (int i = 0; i < 5; i++) {
            say("polling", 1);
        }
        try (var reader = new Reader(3)) {
            assertEquals(List.of("message 4", "message 5"), reader.events(2));
        }
    }

    @Test
    void tellsTheCountsFirstAndWhenTheyHaveChanged() throws Exception {
        try (var reader = new Reader(0)) {
            assertTrue(reader.next()
                    .endsWith("\"messages\":0,\"up\":0,\"down\":0,\"payloadUp\":0,\"payloadDown\":0,"
                            + "\"open\":0,\"connections\":0}"));

            transcript.opened("polling");
            transcript.passed("polling", Direction.UP, 42);

            String counts;
            do { // the stream may look between the two
                counts = reader.next();
                assertTrue(counts.startsWith("event: counts\ndata: {"), counts);
            } while (!counts.contains("\"up\":42"));
        }
    }

    @Test
    void aReaderWhoIsTooLateIsToldWhatIsGone() throws Exception {
        for (int i = 0; i < 200; i++) {
            say("polling", 1000);
        }
        long dropped = transcript.after("polling", 0, 0).dropped();
        try (var reader = new Reader(2)) {
            assertEquals(
                    List.of("gap {\"from\":3,\"to\":%d}".formatted(dropped), "message " + (dropped + 1)),
                    reader.events(2));
        }
        try (var reader = new Reader(dropped)) {
            assertEquals(List.of("message " + (dropped + 1)), reader.events(1), "who has been told is not told again");
        }
    }

    @Test
    void aReaderWhoStopsReadingMissesSomeButEndsOnTheNewest() throws Exception {
        try (var reader = new Reader(0)) {
            for (int i = 0; i < 50_000; i++) { // 300 MB, and nobody reads
                say("polling", 4096);
            }

            var events = reader.eventsUntil("message 50000");

            assertTrue(events.size() < 25_000, "what nobody reads is not kept, but there are " + events.size());
            assertTrue(events.stream().anyMatch(event -> event.startsWith("gap")), "and the reader is told");
        }
    }

    @Test
    void aClientThatTakesNothingForAMinuteIsDropped() throws Exception {
        try (var stalled = new Reader(0)) {
            stalled.next();
            assertEquals(1, streams.count());

            awaitEqual("open streams", 0, () -> {
                for (int i = 0; i < 20; i++) { // until no more fits into the buffers in between
                    say("polling", 4096);
                }
                clock.addAndGet(MessageStream.STALL / 50);
                return streams.count();
            });
        }
    }

    @Test
    void aReaderWhoHangsUpIsForgotten() throws Exception {
        try (var reader = new Reader(0)) {
            reader.next();
            assertEquals(1, streams.count());
        }

        awaitEqual("open streams", 0, streams::count);
    }

    @Test
    void givesASignOfLifeWhenNothingHappens() throws Exception {
        try (var reader = new Reader(0)) {
            reader.next();

            clock.addAndGet(MessageStream.SIGN_OF_LIFE);

            assertTrue(reader.next().startsWith("event: counts\n"));
        }
    }

    /** Reads events when it is told to. */
    private final class Reader implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader lines;
        private String last = ""; // of the lines that say something

        Reader(long cursor) throws IOException {
            socket.setReceiveBufferSize(8192);
            socket.setSoTimeout((int) Await.LIMIT.toMillis());
            var address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()));
            socket.getOutputStream()
                    .write("GET /?cursor=%d HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .formatted(cursor)
                            .getBytes(UTF_8));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            while (!line().isEmpty()) {} // the head
            assertEquals("retry: 1000", next());
        }

        String next() throws IOException {
            var event = new ArrayList<String>();
            for (String line; !(line = line()).isEmpty(); ) {
                event.add(line);
            }
            return String.join("\n", event);
        }

        private String line() throws IOException {
            try {
                var line = lines.readLine();
                if (line == null) {
                    throw new AssertionError("The stream has ended. Its last line: " + last);
                }
                last = line.isEmpty() ? last : line;
                return line;
            } catch (SocketTimeoutException late) {
                throw new AssertionError(
                        "Waited %d s for the next line of the stream. The last one: %s"
                                .formatted(Await.LIMIT.toSeconds(), last),
                        late);
            }
        }

        /** The next events that are not counts: {@code message 17} or {@code gap} and its data. */
        List<String> events(int count) throws IOException {
            var events = new ArrayList<String>();
            while (events.size() < count) {
                add(events);
            }
            return events;
        }

        List<String> eventsUntil(String last) throws IOException {
            var events = new ArrayList<String>();
            while (events.isEmpty() || !events.get(events.size() - 1).equals(last)) {
                add(events);
            }
            return events;
        }

        private void add(List<String> events) throws IOException {
            var event = next();
            if (event.contains("event: gap")) {
                events.add("gap " + event.replaceFirst("(?s).*data: ", ""));
            } else if (event.startsWith("id: ")) {
                events.add("message " + event.lines().findFirst().orElseThrow().substring(4));
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
