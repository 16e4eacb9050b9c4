package ticker.lab;

import io.undertow.io.Receiver.RequestToLargeException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import ticker.lab.tap.Cut;
import ticker.lab.tap.Faults;
import ticker.lab.tap.Tap;
import tools.jackson.databind.json.JsonMapper;

/** Sets what the taps do to the bytes, and cuts their connections: {@code ?lesson=polling} or {@code ?lesson=all}. */
final class FaultsHandler {
    private static final int MAX_BODY = 4096;
    private static final JsonMapper JSON = new JsonMapper();

    private final List<Lesson> lessons;

    FaultsHandler(List<Lesson> lessons) {
        this.lessons = lessons;
    }

    /** {@code GET} answers the settings of one lesson. {@code PUT} replaces them, and answers the new ones. */
    void faults(HttpServerExchange exchange) throws Problem {
        var taps = taps(exchange);
        if (exchange.getRequestMethod().equalToString("PUT")) {
            ours(exchange);
            var receiver = exchange.getRequestReceiver();
            receiver.setMaxBufferSize(MAX_BODY);
            receiver.receiveFullBytes((whole, body) -> set(whole, taps, body), FaultsHandler::refuse);
        } else if (taps.size() > 1) {
            throw new Problem(400, "Ask for one lesson at a time.");
        } else {
            send(exchange, taps.get(0).faults());
        }
    }

    private static void set(HttpServerExchange exchange, List<Tap> taps, byte[] body) {
        try {
            var faults = FaultsJson.parse(body);
            taps.forEach(tap -> tap.faults(faults));
            send(exchange, faults);
        } catch (Problem problem) {
            problem.send(exchange);
        }
    }

    private static void refuse(HttpServerExchange exchange, IOException failure) {
        if (failure instanceof RequestToLargeException) {
            new Problem(413, "Faults have at most %d bytes.".formatted(MAX_BODY)).send(exchange);
        } else {
            exchange.endExchange(); // the client is gone
        }
    }

    private static void send(HttpServerExchange exchange, Faults faults) {
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, "application/json")
                .put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(JSON.writeValueAsString(faults));
    }

    /** {@code POST} cuts every connection that is open: {@code how=fin} or {@code how=rst}. */
    void cut(HttpServerExchange exchange) throws Problem {
        ours(exchange);
        var taps = taps(exchange);
        var how = how(parameter(exchange, "how"));
        taps.forEach(tap -> tap.cut(how));
        exchange.setStatusCode(204).endExchange();
    }

    private static Cut how(String given) throws Problem {
        return switch (given) {
            case "fin" -> Cut.FIN;
            case "rst" -> Cut.RST;
            default -> throw new Problem(400, "how must be fin or rst, not \"%s\".".formatted(given));
        };
    }

    private List<Tap> taps(HttpServerExchange exchange) throws Problem {
        var name = parameter(exchange, "lesson");
        var taps = lessons.stream()
                .filter(lesson -> name.equals("all") || name.equals(lesson.name()))
                .map(Lesson::tap)
                .toList();
        if (taps.isEmpty()) {
            var names = lessons.stream().map(Lesson::name).collect(Collectors.joining(", "));
            throw new Problem(400, "lesson must be one of %s, or all, not \"%s\".".formatted(names, name));
        }
        return taps;
    }

    private static String parameter(HttpServerExchange exchange, String name) {
        var values = exchange.getQueryParameters().get(name);
        return values == null ? "" : values.getFirst();
    }

    /** A page of another origin can make a browser POST, though it can't read the answer. */
    private static void ours(HttpServerExchange exchange) throws Problem {
        var origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
        if (origin != null
                && !origin.equals("http://" + exchange.getRequestHeaders().getFirst(Headers.HOST))) {
            throw new Problem(403, "Pages of %s may not disturb the lessons.".formatted(origin));
        }
    }
}
