package ticker.handshake;

import static java.util.Locale.ROOT;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/**
 * The bytes that passed on one connection. The page asks for them, since a browser doesn't show a page its own bytes. A
 * trace keeps the newest frames, and the first bytes of each.
 */
final class Trace {
    static final int FRAMES = 50;
    static final int BYTES = 256;

    /** A frame on the wire: its length, and its first bytes in hex. */
    record Passed(long number, String from, int length, String bytes) {}

    private final String request;
    private final String response;
    private final Deque<Passed> frames = new ArrayDeque<>();
    private final ByteBuffer arriving = ByteBuffer.allocate(BYTES);
    private int arrived;
    private long number;

    /** The handshake as text. The parser knows names and values, but not in what order the headers came. */
    Trace(HttpServerExchange exchange) {
        var query = exchange.getQueryString().isEmpty() ? "" : "?" + exchange.getQueryString();
        request = String.format(
                ROOT,
                "%s %s%s %s\r\n%s\r\n",
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                query,
                exchange.getProtocol(),
                text(exchange.getRequestHeaders()));
        response = String.format(
                ROOT,
                "%s 101 Switching Protocols\r\n%s\r\n",
                exchange.getProtocol(),
                text(exchange.getResponseHeaders()));
    }

    private static String text(HeaderMap headers) {
        var text = new StringBuilder();
        for (var header : headers) {
            header.forEach(value -> text.append(header.getHeaderName())
                    .append(": ")
                    .append(value)
                    .append("\r\n"));
        }
        return text.toString();
    }

    String request() {
        return request;
    }

    String response() {
        return response;
    }

    /** Adds bytes that came. With them a frame is complete, or not yet. */
    synchronized void received(ByteBuffer bytes, boolean complete) {
        arrived += bytes.remaining();
        arriving.put(bytes.slice(0, Math.min(bytes.remaining(), arriving.remaining())));
        if (complete) {
            add("client", arrived, arriving.flip());
            arriving.clear();
            arrived = 0;
        }
    }

    synchronized void sent(ByteBuffer frame) {
        add("server", frame.remaining(), frame.slice(0, Math.min(frame.remaining(), BYTES)));
    }

    private void add(String from, int length, ByteBuffer start) {
        var bytes = new byte[start.remaining()];
        start.get(bytes);
        frames.add(new Passed(++number, from, length, HexFormat.of().formatHex(bytes)));
        if (frames.size() > FRAMES) {
            frames.remove();
        }
    }

    /** The frames that passed after that number, oldest first. */
    synchronized List<Passed> after(long number) {
        return frames.stream().filter(frame -> frame.number() > number).toList();
    }
}
