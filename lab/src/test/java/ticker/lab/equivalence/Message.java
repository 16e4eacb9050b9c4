package ticker.lab.equivalence;

import static java.util.Locale.ROOT;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What a client has received, read from the wire form that all lessons share. */
record Message(long seq, Boolean reset, List<Quote> quotes) {
    private static final JsonMapper JSON = new JsonMapper();

    /** A price that has moved. */
    record Quote(long seq, String symbol, double price, long time) {
        @Override
        public String toString() {
            return String.format(ROOT, "%.2f (number %d, time %d)", price, seq, time);
        }
    }

    static Message parse(String json) {
        return JSON.readValue(json, Message.class);
    }

    boolean isReset() {
        return reset != null && reset;
    }
}
