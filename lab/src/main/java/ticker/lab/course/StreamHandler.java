package ticker.lab.course;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import io.undertow.server.HttpServerExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import ticker.lab.http.EventSource;
import ticker.lab.http.EventSources;
import ticker.lab.http.EventStreams;
import ticker.lab.http.Requests;
import ticker.lab.microscope.FaultsHandler;
import ticker.lab.microscope.MicroscopeHandler;
import ticker.lab.race.Race;
import ticker.lab.relay.Lesson;
import ticker.lab.relay.SteadyTime;

/**
 * Everything that a browser follows, in one stream: {@code GET /stream?lab=1764417600000&polling=12&websocket=0&race}. By
 * HTTP/1.1 a browser opens six connections to a server. With a stream for each tab, six tabs would leave none for anything
 * else.
 */
final class StreamHandler {
    private static final String LAB = "lab";
    private static final String RACE = "race";

    private final long began = System.currentTimeMillis();
    private final EventStreams streams;
    private final List<String> lessons;
    private final MicroscopeHandler microscope;
    private final FaultsHandler faults;
    private final Race race;

    StreamHandler(
            EventStreams streams, List<Lesson> lessons, MicroscopeHandler microscope, FaultsHandler faults, Race race) {
        this.streams = streams;
        this.lessons = lessons.stream().map(Lesson::name).toList();
        this.microscope = microscope;
        this.faults = faults;
        this.race = race;
    }

    /**
     * Streams what the query names: lessons with the number of the last message that the client has, and the race. The
     * first event says when this lab began. A number that was given by another lab counts as 0.
     */
    void stream(HttpServerExchange exchange) throws Exception {
        var sources = new ArrayList<EventSource>(List.of(new Beginning(), faults.changes()));
        boolean isOurs = Requests.parameter(exchange, LAB).equals(Long.toString(began));
        for (var feed : exchange.getQueryParameters().entrySet()) {
            if (!feed.getKey().equals(LAB)) {
                sources.add(
                        source(feed.getKey(), isOurs ? cursor(feed.getValue().getFirst()) : 0));
            }
        }
        streams.open(exchange, new EventSources(sources));
    }

    private EventSource source(String feed, long cursor) throws Exception {
        if (feed.equals(RACE)) {
            return race.states();
        }
        if (!lessons.contains(feed)) {
            var names = lessons.stream().collect(Collectors.joining(", "));
            throw Requests.refusal(
                    404, String.format(ROOT, "There is no lesson \"%s\". There are %s, and race.", feed, names));
        }
        return microscope.messages(feed, cursor);
    }

    /** Nonsense means the beginning. */
    private static long cursor(String given) {
        return given.matches("[0-9]{1,18}") ? Long.parseLong(given) : 0;
    }

    /** Says which lab this is, and its time: pages count the messages' times by it. */
    private final class Beginning implements EventSource {
        private boolean sent;

        @Override
        public byte[] changes() {
            if (sent) {
                return new byte[0];
            }
            sent = true;
            return String.format(ROOT, "event: lab\ndata: {\"began\":%d,\"time\":%.3f}\n\n", began, SteadyTime.millis())
                    .getBytes(UTF_8);
        }

        @Override
        public byte[] next() {
            return new byte[0];
        }
    }
}
