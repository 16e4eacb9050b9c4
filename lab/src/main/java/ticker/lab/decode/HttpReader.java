package ticker.lab.decode;

import static java.util.Locale.ROOT;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads the messages of HTTP/1.1 in one direction part by part (RFC 9112). It knows how a body ends: by its length, by
 * its last chunk, or with the connection (§6.3). It keeps one line at a time, and of a body nothing.
 */
public final class HttpReader {
    /** What {@link #read} has read. */
    public enum Part {
        /** Before a start line, where it means nothing (§2.2). */
        EMPTY_LINE,
        START_LINE,
        HEADER,
        HEAD_END,
        CHUNK_SIZE,
        /** Bytes of the body are at hand. They are still to be taken: see {@link #bodyAtHand}. */
        BODY,
        CHUNK_END,
        TRAILER,
        /** The blank line after the last chunk. */
        LAST_CHUNK_END
    }

    private enum State {
        START,
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        /** HTTP is over: after 101, or in a tunnel. */
        OVER
    }

    private static final int MAX_HEAD = 64 * 1024;
    private static final int MAX_CHUNK_LINE = 4096; // a size, with extensions that nothing uses; or a trailer
    private static final int MAX_TRAILERS = 100;
    private static final Pattern REQUEST_LINE = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+ \\S+ HTTP/1\\.[0-9]");
    private static final Pattern CHUNK_SIZE = Pattern.compile("[0-9A-Fa-f]{1,15}");

    private final Supplier<String> method; // of the request that a response is for; null reads requests
    private final Line line = new Line(MAX_HEAD);
    private final HttpHead head = new HttpHead();
    private State state = State.START;
    private String text = ""; // of the last line
    private int headLength; // bytes, with empty lines before it
    private int trailers;
    private long left; // of the body, or of the chunk
    private boolean untilClose;

    private HttpReader(Supplier<String> method) {
        this.method = method;
    }

    /** Reads requests. */
    public static HttpReader ofRequests() {
        return new HttpReader(null);
    }

    /** Reads responses. The method of its request, asked for when its head ends, decides with HEAD and CONNECT what a response is. */
    public static HttpReader ofResponses(Supplier<String> method) {
        return new HttpReader(method);
    }

    private boolean readsResponses() {
        return method != null;
    }

    /**
     * Reads to the end of the next part, or of the bytes at hand.
     *
     * @return what it has read, or null when more bytes must come
     */
    public Part read(ByteBuffer in) throws Undecodable {
        if (state == State.BODY || state == State.CHUNK) {
            return in.hasRemaining() ? Part.BODY : null;
        }
        while (in.hasRemaining()) {
            byte next = in.get();
            headLength += isInHead() ? 1 : 0;
            if (next == '\n') {
                text = line.text();
                line.clear();
                return lineEnds();
            }
            check(next);
            line.add(next);
        }
        return null;
    }

    private void check(byte next) throws Undecodable {
        boolean inHead = isInHead();
        if (inHead && next >= 0 && next < ' ' && next != '\r' && next != '\t') {
            throw new Undecodable("not HTTP");
        }
        if (inHead && headLength > MAX_HEAD) {
            throw new Undecodable(String.format(ROOT, "headers of more than %d bytes", MAX_HEAD));
        }
        if (!inHead && line.length() == MAX_CHUNK_LINE) {
            throw new Undecodable("a chunk size line without an end");
        }
    }

    private boolean isInHead() {
        return state == State.START || state == State.HEAD;
    }

    private Part lineEnds() throws Undecodable {
        return switch (state) {
            case START -> startLineEnds();
            case HEAD -> headerEnds();
            case CHUNK_SIZE -> chunkSizeEnds();
            case CHUNK_END -> chunkEnds();
            default -> trailerEnds();
        };
    }

    private Part startLineEnds() throws Undecodable {
        if (text.isEmpty()) {
            return Part.EMPTY_LINE;
        }
        if (!(readsResponses() ? isStatusLine(text) : REQUEST_LINE.matcher(text).matches())) {
            throw new Undecodable(readsResponses() ? "no status line of HTTP/1" : "no request line of HTTP/1");
        }
        head.begin(text);
        state = State.HEAD;
        return Part.START_LINE;
    }

    /** {@code HTTP/1.1 200 OK}, with or without words. */
    private static boolean isStatusLine(String text) {
        return text.length() >= 12
                && text.startsWith("HTTP/1.")
                && isDigit(text.charAt(7), '9')
                && text.charAt(8) == ' '
                && text.charAt(9) != '0'
                && isDigit(text.charAt(9), '5')
                && isDigit(text.charAt(10), '9')
                && isDigit(text.charAt(11), '9')
                && (text.length() == 12 || text.charAt(12) == ' ');
    }

    private static boolean isDigit(char c, char max) {
        return c >= '0' && c <= max;
    }

    private Part headerEnds() throws Undecodable {
        if (!text.isEmpty()) {
            head.add(text);
            return Part.HEADER;
        }
        headLength = 0;
        state = afterHead();
        return Part.HEAD_END;
    }

    private State afterHead() throws Undecodable {
        if (readsResponses() && isOver()) {
            return State.OVER;
        }
        if (readsResponses() && hasNoBody()) {
            return State.START;
        }
        if (head.has("Transfer-Encoding")) { // which makes Content-Length mean nothing (RFC 9112 §6.3)
            if (!head.value("Transfer-Encoding").matches("(.*, *)?chunked")) {
                throw new Undecodable("Transfer-Encoding must end with chunked");
            }
            trailers = 0;
            return State.CHUNK_SIZE;
        }
        untilClose = readsResponses() && !head.has("Content-Length");
        left = untilClose ? Long.MAX_VALUE : contentLength();
        return left == 0 ? State.START : State.BODY;
    }

    private boolean isOver() {
        int status = status();
        return status == 101 || method.get().equals("CONNECT") && status >= 200 && status < 300;
    }

    private boolean hasNoBody() {
        int status = status();
        return status < 200 || status == 204 || status == 304 || method.get().equals("HEAD");
    }

    /** What Content-Length says, several times perhaps, but always the same (RFC 9110 §8.6). */
    private long contentLength() throws Undecodable {
        var value = head.value("Content-Length");
        if (value.isEmpty() && !head.has("Content-Length")) {
            return 0;
        }
        int comma = value.indexOf(',');
        var length = comma < 0 ? value : value.substring(0, comma).strip();
        boolean same = comma < 0
                || Arrays.stream(value.split(","))
                        .allMatch(other -> other.strip().equals(length));
        if (!same || length.isEmpty() || length.length() > 18 || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Undecodable("Content-Length is no length");
        }
        return Long.parseLong(length);
    }

    private Part chunkSizeEnds() throws Undecodable {
        int end = text.indexOf(';');
        var size = (end < 0 ? text : text.substring(0, end)).strip();
        if (!CHUNK_SIZE.matcher(size).matches()) {
            throw new Undecodable("a chunk's size must be a hexadecimal number");
        }
        text = size;
        left = Long.parseLong(size, 16);
        state = left == 0 ? State.TRAILERS : State.CHUNK;
        return Part.CHUNK_SIZE;
    }

    private Part chunkEnds() throws Undecodable {
        if (!text.isEmpty()) {
            throw new Undecodable("a chunk must end where its size says");
        }
        state = State.CHUNK_SIZE;
        return Part.CHUNK_END;
    }

    private Part trailerEnds() throws Undecodable {
        if (text.isEmpty()) {
            state = State.START;
            return Part.LAST_CHUNK_END;
        }
        if (++trailers > MAX_TRAILERS) {
            throw new Undecodable("trailers without end");
        }
        return Part.TRAILER;
    }

    /** After {@link Part#BODY}: the bytes at hand that belong to the body, as far as its length or the chunk's goes. */
    public ByteBuffer bodyAtHand(ByteBuffer in) {
        return in.slice(in.position(), (int) Math.min(left, in.remaining()));
    }

    /** After {@link Part#BODY}: so many bytes of the body have been taken, by the caller; they are skipped here. */
    public void taken(ByteBuffer in, int count) {
        in.position(in.position() + count);
        left -= untilClose ? 0 : count;
        if (left == 0) {
            state = state == State.CHUNK ? State.CHUNK_END : State.START;
        }
    }

    /** The last line: a start line, a header, a chunk's size, a trailer. */
    public String text() {
        return text;
    }

    /** The head of the message at hand. */
    public HttpHead head() {
        return head;
    }

    /** The status of the response at hand, 0 before the first. */
    public int status() {
        return head.start().isEmpty() ? 0 : Integer.parseInt(head.start().substring(9, 12));
    }

    /** The size of the chunk that begins, or what is left of the body. */
    long left() {
        return left;
    }

    /** Whether the bytes that come now belong to a body, or to what frames it. */
    public boolean isInBody() {
        return state.ordinal() >= State.BODY.ordinal() && state != State.OVER;
    }

    /** Whether the body lasts as long as the connection. */
    public boolean isUntilClose() {
        return state == State.BODY && untilClose;
    }

    /** Whether the body comes in chunks. */
    public boolean isChunked() {
        return isInBody() && state != State.BODY;
    }

    /** Whether all that was read are whole messages. */
    public boolean isBetweenMessages() {
        return state == State.START && line.isEmpty();
    }

    /** Whether what follows is another protocol: after 101, or in a tunnel. */
    public boolean isHttpOver() {
        return state == State.OVER;
    }
}
