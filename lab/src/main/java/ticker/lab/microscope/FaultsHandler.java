package ticker.lab.microscope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import ticker.lab.http.EventSource;
import ticker.lab.http.Requests;
import ticker.lab.relay.Cut;
import ticker.lab.relay.Faults;
import ticker.lab.relay.Lesson;
import ticker.lab.relay.Tap;
import tools.jackson.databind.json.JsonMapper;

/** Sets what the taps do to the bytes, and cuts their connections: {@code ?lesson=polling} or {@code ?lesson=all}. */
public final class FaultsHandler {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<Lesson> lessons;

    /** For the taps of these lessons. */
    public FaultsHandler(List<Lesson> lessons) {
        this.lessons = lessons;
    }

    /** {@code GET} returns the settings of one lesson. {@code PUT} replaces them, and returns the new ones. */
    public void faults(HttpServerExchange exchange) throws Exception {
        var taps = taps(exchange);
        if (exchange.getRequestMethod().equalToString("PUT")) {
            Requests.body(exchange, FaultsJson::parse, faults -> set(exchange, taps, faults));
        } else if (taps.size() > 1) {
            throw Requests.refusal(400, "Ask for one lesson at a time.");
        } else {
            send(exchange, taps.get(0).faults());
        }
    }

    private static void set(HttpServerExchange exchange, List<Tap> taps, Faults faults) {
        taps.forEach(tap -> tap.faults(faults));
        send(exchange, faults);
    }

    private static void send(HttpServerExchange exchange, Faults faults) {
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, "application/json")
                .put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(JSON.writeValueAsString(faults));
    }

    /** {@code POST} cuts every connection that is open: {@code how=fin} or {@code how=rst}. */
    public void cut(HttpServerExchange exchange) throws Exception {
        var taps = taps(exchange);
        var how = how(Requests.parameter(exchange, "how"));
        taps.forEach(tap -> tap.cut(how));
        exchange.setStatusCode(204).endExchange();
    }

    /** All taps' faults, at the beginning and when they have changed: {@code {"polling":{"delayUp":0,…},…}}. */
    public EventSource changes() {
        return new Changes();
    }

    private final class Changes implements EventSource {
        private String sent = "";

        @Override
        public byte[] next() {
            return new byte[0];
        }

        @Override
        public byte[] changes() {
            var all = new LinkedHashMap<String, Faults>();
            lessons.forEach(lesson -> all.put(lesson.name(), lesson.tap().faults()));
            var json = JSON.writeValueAsString(all);
            if (json.equals(sent)) {
                return new byte[0];
            }
            sent = json;
            return String.format(ROOT, "event: faults\ndata: %s\n\n", json).getBytes(UTF_8);
        }
    }

    private static Cut how(String given) throws Exception {
        return switch (given) {
            case "fin" -> Cut.FIN;
            case "rst" -> Cut.RST;
            default -> throw Requests.refusal(400, String.format(ROOT, "how must be fin or rst, not \"%s\".", given));
        };
    }

    private List<Tap> taps(HttpServerExchange exchange) throws Exception {
        var name = Requests.parameter(exchange, "lesson");
        var taps = lessons.stream()
                .filter(lesson -> name.equals("all") || name.equals(lesson.name()))
                .map(Lesson::tap)
                .toList();
        if (taps.isEmpty()) {
            var names = lessons.stream().map(Lesson::name).collect(Collectors.joining(", "));
            throw Requests.refusal(
                    400, String.format(ROOT, "lesson must be one of %s, or all, not \"%s\".", names, name));
        }
        return taps;
    }
}
