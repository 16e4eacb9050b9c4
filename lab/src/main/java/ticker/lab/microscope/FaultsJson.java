package ticker.lab.microscope;

import java.util.List;
import ticker.lab.http.JsonFields;
import ticker.lab.relay.Faults;

/** Reads faults from JSON: {@code {"delayUp":0,"delayDown":200,"stall":false}}. What is left out is off. */
final class FaultsJson {
    private static final List<String> FIELDS =
            List.of("delayUp", "delayDown", "stall", "bufferBytes", "bufferMillis", "piece");

    private FaultsJson() {}

    /** Reads them, or says which rule they break. */
    static Faults parse(byte[] body) {
        var json = JsonFields.read(body, "fault", FIELDS, "Faults are a JSON object, such as {\"delayDown\":200}.");
        return new Faults(
                json.whole("delayUp", true),
                json.whole("delayDown", true),
                json.flag("stall"),
                json.whole("bufferBytes", true),
                json.whole("bufferMillis", true),
                json.whole("piece", true));
    }
}
