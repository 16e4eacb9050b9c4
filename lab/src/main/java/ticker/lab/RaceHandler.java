package ticker.lab;

import io.undertow.io.Receiver.RequestToLargeException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;

/** The server's half of the race's page. */
final class RaceHandler {
    private static final int MAX_BODY = 4096;

    private final Race race;

    RaceHandler(Race race) {
        this.race = race;
    }

    /** {@code GET /race/state}: an event stream with the state of the race, four times a second. */
    void state(HttpServerExchange exchange) throws Problem {
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .put(Headers.CACHE_CONTROL, "no-store");
        race.watch(exchange);
    }

    /** {@code PUT /race/settings}: the race goes on with these, for all who watch. */
    void settings(HttpServerExchange exchange) {
        var receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(MAX_BODY);
        receiver.receiveFullBytes(this::set, RaceHandler::refuse);
    }

    private void set(HttpServerExchange exchange, byte[] body) {
        try {
            race.settings(RaceSettingsJson.parse(body));
            exchange.setStatusCode(204).endExchange();
        } catch (Problem problem) {
            problem.send(exchange);
        }
    }

    private static void refuse(HttpServerExchange exchange, IOException failure) {
        if (failure instanceof RequestToLargeException) {
            new Problem(413, "Settings have at most %d bytes.".formatted(MAX_BODY)).send(exchange);
        } else {
            exchange.endExchange(); // the client is gone
        }
    }
}
