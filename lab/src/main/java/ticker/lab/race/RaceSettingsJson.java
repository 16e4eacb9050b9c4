package ticker.lab.race;

import static java.util.Locale.ROOT;

import java.util.List;
import ticker.lab.http.JsonFields;

/** Reads the settings of the race: {@code {"rate":2,"interval":1000,"clients":0,"symbol":"ACME"}}, all four of them. */
final class RaceSettingsJson {
    private static final List<String> FIELDS = List.of("rate", "interval", "clients", "symbol");

    private RaceSettingsJson() {}

    /** Reads them, or says which rule they break. */
    static RaceSettings parse(byte[] body) {
        var json = JsonFields.read(
                body,
                "setting",
                FIELDS,
                String.format(ROOT, "The settings are a JSON object with %s.", String.join(", ", FIELDS)));
        return new RaceSettings(
                json.number("rate", "a number from 0.1 to 1000"),
                json.whole("interval", false),
                json.whole("clients", false),
                json.text("symbol", "a text such as \"ACME\""));
    }
}
