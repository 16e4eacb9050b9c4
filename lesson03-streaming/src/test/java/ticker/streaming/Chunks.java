package ticker.streaming;

import java.io.IOException;
import java.net.URI;

/** A stream as a client of HTTP sees it: the headers, then the body without the lengths of its chunks, if it has any. */
final class Chunks implements AutoCloseable {
    private final Wire wire;
    private final String head;
    private final StringBuilder body = new StringBuilder();

    Chunks(URI server, String path, String... headers) throws IOException {
        wire = new Wire(server);
        wire.send("GET %s HTTP/1.1\r\nHost: localhost\r\n".formatted(path));
        for (var header : headers) {
            wire.send(header + "\r\n");
        }
        wire.send("\r\n");
        head = wire.receive("\r\n\r\n");
    }

    String head() {
        return head;
    }

    String status() {
        return head.substring(0, head.indexOf("\r\n"));
    }

    String header(String name) {
        return head.replaceFirst("(?is).*\r\n%s: ([^\r]*)\r\n.*".formatted(name), "$1");
    }

    /** The next part of the body, up to and with the given end, or to the end. */
    String body(String end) throws IOException {
        return head.contains("chunked") ? unchunked(end) : wire.receive(end);
    }

    private String unchunked(String end) throws IOException {
        while (body.indexOf(end) < 0) {
            int length = Integer.parseInt(line("\r\n").strip(), 16);
            var data = new StringBuilder();
            while (data.length() < length + 2) {
                data.append(line("\n"));
            }
            body.append(data, 0, length);
            if (length == 0) {
                break;
            }
        }
        int to = body.indexOf(end) < 0 ? body.length() : body.indexOf(end) + end.length();
        var part = body.substring(0, to);
        body.delete(0, to);
        return part;
    }

    private String line(String end) throws IOException {
        var line = wire.receive(end);
        if (!line.endsWith(end)) {
            throw new AssertionError("The connection ended before the last chunk. The rest was: " + body + line);
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
