package ticker.lab.report;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import ticker.lab.load.Technique;

/**
 * A technique as it is measured: polling counts twice, with two intervals.
 *
 * @param interval seconds between two polls; 0 for those that don't poll
 * @param blocking whether the server is not the lesson's, but one that blocks a virtual thread for each client
 */
public record Contender(Technique technique, int interval, boolean blocking) {
    /** All of them, in the order of the lessons. */
    public static final List<Contender> ALL = List.of(
            new Contender(Technique.POLLING, 1),
            new Contender(Technique.POLLING, 5),
            new Contender(Technique.LONG_POLLING, 0),
            new Contender(Technique.NDJSON, 0),
            new Contender(Technique.EVENTS, 0),
            new Contender(Technique.WEBSOCKET, 0),
            new Contender(Technique.HANDSHAKE, 0));

    /** Two of the lessons' servers, each beside one that blocks. */
    static final List<Contender> BLOCKING_OR_NOT = List.of(
            new Contender(Technique.LONG_POLLING, 0),
            new Contender(Technique.LONG_POLLING, 0, true),
            new Contender(Technique.NDJSON, 0),
            new Contender(Technique.NDJSON, 0, true));

    /** The same messages as they are, and compressed. */
    static final List<Contender> COMPRESSED_OR_NOT =
            List.of(new Contender(Technique.WEBSOCKET, 0), new Contender(Technique.COMPRESSED, 0));

    private static final Map<Technique, String> TITLES = Map.of(
            Technique.LONG_POLLING, "Long polling",
            Technique.NDJSON, "NDJSON stream",
            Technique.EVENTS, "Server-Sent Events",
            Technique.WEBSOCKET, "WebSocket",
            Technique.WINDOWED, "WebSocket (window)",
            Technique.COMPRESSED, "WebSocket (compressed)",
            Technique.HANDSHAKE, "WebSocket by hand");

    private static final Map<Technique, String> SERVERS = Map.of(
            Technique.POLLING, "ticker.polling.PollingServer",
            Technique.LONG_POLLING, "ticker.longpolling.LongPollingServer",
            Technique.NDJSON, "ticker.streaming.StreamingServer",
            Technique.EVENTS, "ticker.streaming.StreamingServer",
            Technique.WEBSOCKET, "ticker.websocket.WebSocketServer",
            Technique.WINDOWED, "ticker.websocket.WebSocketServer",
            Technique.COMPRESSED, "ticker.websocket.WebSocketServer",
            Technique.HANDSHAKE, "ticker.handshake.HandshakeServer");

    /** The lesson's own server. */
    public Contender(Technique technique, int interval) {
        this(technique, interval, false);
    }

    boolean polls() {
        return technique == Technique.POLLING;
    }

    Duration pause() {
        return Duration.ofSeconds(interval);
    }

    /** Its name in the results: {@code polling-1s}, {@code events}. */
    public String key() {
        return polls() ? technique.label() + "-" + interval + "s" : technique.label() + (blocking ? "-blocking" : "");
    }

    /** Its name in words. */
    public String title() {
        return polls() ? "Polling every " + interval + " s" : TITLES.get(technique) + (blocking ? " (blocking)" : "");
    }

    /** The class whose main runs the lesson, or the source that Java compiles and runs. */
    String server() {
        return blocking ? System.getProperty("blocking.server") : SERVERS.get(technique);
    }
}
