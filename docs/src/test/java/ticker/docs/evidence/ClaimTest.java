package ticker.docs.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimTest {
    private static final Measurements MEASUREMENTS = SomeMeasurements.all();
    private static final Topics TOPICS = new Topics("M6 | M | Smaller heads");

    @Test
    void isTheNumberWithALinkToAllOfThem() {
        assertEquals(
                "<a class=\"measured\" href=\"measured.html#events-10-100-bytesPerUpdate\">146 bytes</a>",
                claim("events", Map.of()).html());
    }

    @ParameterizedTest
    @CsvSource({
        "websocket, below, events",
        "events, above, websocket",
        "events, near, websocket",
        "events, model, 150",
        "events, topic, M6",
    })
    void thatIsSoPasses(String contender, String attribute, String value) {
        assertEquals(List.of(), claim(contender, Map.of(attribute, value)).faults(TOPICS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "events | below | websocket | bytesPerUpdate of events is said to be less than that of websocket, but it is"
                        + " 146 bytes and ≈ 108 bytes (10 prices a second, 100 clients).",
                "websocket | above | events | bytesPerUpdate of websocket is said to be more than that of events, but it is"
                        + " ≈ 108 bytes and 146 bytes (10 prices a second, 100 clients).",
                "events | near | polling-1s | bytesPerUpdate of events is said to be about that of polling-1s, but"
                        + " it is 146 bytes and 500 bytes (10 prices a second, 100 clients).",
                "events | model | 170 | bytesPerUpdate of events is said to be 170, but it is 146 bytes (10 prices a"
                        + " second, 100 clients).",
                "events | topic | 9.9 | there is no topic 9.9.",
            })
    void thatIsNotSoIsToldInASentence(String contender, String attribute, String value, String fault) {
        assertEquals(List.of(fault), claim(contender, Map.of(attribute, value)).faults(TOPICS));
    }

    @Test
    void ofWhatWasNotMeasuredIsRefused() {
        var unknown =
                new Claim(MEASUREMENTS, "events", Map.of("metric", "bytesPerUpdate", "rate", "7", "clients", "100"));

        assertEquals(
                "bytesPerUpdate was not measured of events with 100 clients at 7 prices a second.",
                assertThrows(NoSuchElementException.class, unknown::html).getMessage());
    }

    private static Claim claim(String contender, Map<String, Object> more) {
        var attributes = new HashMap<String, Object>(more);
        attributes.putAll(Map.of("metric", "bytesPerUpdate", "rate", "10", "clients", "100"));
        return new Claim(MEASUREMENTS, contender, attributes);
    }
}
