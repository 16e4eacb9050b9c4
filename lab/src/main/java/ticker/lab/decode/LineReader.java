package ticker.lab.decode;

import java.nio.ByteBuffer;

/** Reads lines that end with LF, such as those of NDJSON. */
public final class LineReader {
    private final Line line;
    private boolean ended; // the line has been read, and the next byte begins another one

    /** Keeps so many bytes of a line at most. */
    public LineReader(int max) {
        line = new Line(max);
    }

    /** Reads to the end of the line, or of the bytes at hand; true: the line has ended. */
    public boolean read(ByteBuffer in) {
        if (ended) {
            line.clear();
            ended = false;
        }
        while (!ended && in.hasRemaining()) {
            byte next = in.get();
            ended = next == '\n';
            if (!ended) {
                line.add(next);
            }
        }
        return ended;
    }

    /** How many bytes the line has without its end, kept or not. */
    public long length() {
        return line.length();
    }

    /** The bytes of the line that are kept. */
    public byte[] bytes() {
        return line.bytes(0);
    }

    String text() {
        return line.text();
    }
}
