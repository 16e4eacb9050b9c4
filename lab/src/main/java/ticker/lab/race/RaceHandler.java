package ticker.lab.race;

import io.undertow.server.HttpServerExchange;
import ticker.lab.http.Requests;

/** The server's half of the race's page. */
public final class RaceHandler {
    private final Race race;

    /** For this race. */
    public RaceHandler(Race race) {
        this.race = race;
    }

    /** {@code PUT /race/settings}: the race goes on with these, for all pages that watch. */
    public void settings(HttpServerExchange exchange) {
        Requests.body(exchange, RaceSettingsJson::parse, settings -> {
            race.settings(settings);
            exchange.setStatusCode(204).endExchange();
        });
    }
}
