package ticker.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Reads an HTTP/1.1 answer piece by piece (RFC 9112 §6): a body ends by its length, by its last chunk, or with the
 * connection.
 */
final class Answer {
    private enum Part {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        DONE
    }

    private final Consumer<ByteBuffer> body;
    private final Bytes line = new Bytes();
    private Part part = Part.HEAD;
    private int status;
    private boolean chunked;
    private long left = Long.MAX_VALUE; // of the body or the chunk

    /** Hands on each piece of a body. */
    Answer(Consumer<ByteBuffer> body) {
        this.body = body;
    }

    int status() {
        return status;
    }

    /** Takes what belongs to this answer; true: it is complete, and what is left in the buffer comes behind it. */
    boolean take(ByteBuffer in) {
        while (part != Part.DONE && in.hasRemaining()) {
            switch (part) {
                case BODY, CHUNK -> takeBody(in);
                default -> takeByte(in.get());
            }
        }
        return part == Part.DONE;
    }

    private void takeBody(ByteBuffer in) {
        int count = (int) Math.min(left, in.remaining());
        body.accept(in.slice(in.position(), count));
        in.position(in.position() + count);
        left -= count;
        if (left == 0) {
            part = part == Part.CHUNK ? Part.CHUNK_END : Part.DONE;
        }
    }

    private void takeByte(byte next) {
        line.add(next);
        if (next == '\n') {
            takeLine(new String(line.take(), US_ASCII).strip());
        }
    }

    private void takeLine(String text) {
        switch (part) {
            case HEAD -> takeHead(text);
            case CHUNK_SIZE -> begin(Integer.parseInt(text.split(";")[0].strip(), 16));
            case CHUNK_END -> part = Part.CHUNK_SIZE;
            default -> part = text.isEmpty() ? Part.DONE : Part.TRAILER;
        }
    }

    private void begin(int size) {
        left = size;
        part = size == 0 ? Part.TRAILER : Part.CHUNK;
    }

    private void takeHead(String text) {
        if (status == 0) {
            status = status(text);
        } else if (!text.isEmpty()) {
            takeHeader(text);
        } else if (status < 200 || status == 204 || status == 304 || left == 0) {
            part = Part.DONE; // there is no body; after 101 there is another protocol
        } else {
            part = chunked ? Part.CHUNK_SIZE : Part.BODY;
        }
    }

    private static int status(String line) {
        if (!line.startsWith("HTTP/1.1 ") || line.length() < 12) {
            throw new ProtocolError("An answer begins with HTTP/1.1 and a status, not with: " + line);
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private void takeHeader(String header) {
        int colon = header.indexOf(':');
        var name = header.substring(0, Math.max(0, colon));
        if (name.equalsIgnoreCase("Content-Length")) {
            left = Long.parseLong(header.substring(colon + 1).strip());
        } else if (name.equalsIgnoreCase("Transfer-Encoding")) {
            chunked = header.endsWith("chunked");
        }
    }
}
