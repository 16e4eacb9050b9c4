package ticker.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The client's side, on a plain socket, with the server's codec in the other role. One thread reads, any thread may send. */
final class Client implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(70); // a server that is alive sends a ping within 30 s
    private static final int MAX_HEAD = 8192;
    static final int MAX_MESSAGE = 1024 * 1024;

    private final Socket socket;
    private final FrameCodec codec;
    private final MessageAssembler assembler;
    private final ByteBuffer in = ByteBuffer.allocate(16 * 1024).limit(0);
    private boolean closing; // our close is sent
    private CloseReason closed; // the payload of the server's close

    /** Connects, and checks the server's response to the handshake. */
    Client(URI server) throws IOException {
        this(server, TIMEOUT, MAX_MESSAGE);
    }

    /** With another time-out for a server that sends nothing, and another longest message. */
    Client(URI server, Duration timeout, int maxMessage) throws IOException {
        codec = new FrameCodec(FrameCodec.Role.CLIENT, maxMessage);
        assembler = new MessageAssembler(maxMessage);
        socket = new Socket();
        try {
            int millis = (int) timeout.toMillis();
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), millis);
            socket.setSoTimeout(millis);
            socket.setTcpNoDelay(true);
            shakeHands(server);
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    private void shakeHands(URI server) throws IOException {
        var nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        var key = Base64.getEncoder().encodeToString(nonce);
        var path = server.getRawPath() + (server.getRawQuery() == null ? "" : "?" + server.getRawQuery());
        var request = Handshake.request(server.getAuthority(), path, key);
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        var head = head().split("\r\n", -1); // without a head, one empty line
        Handshake.check(head[0], headers(head), key);
    }

    private String head() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            if (head.length() == MAX_HEAD) {
                throw new IOException(
                        String.format(ROOT, "The headers of the response have more than %d bytes.", MAX_HEAD));
            }
            head.append((char) next());
        }
        return head.toString();
    }

    private static Map<String, List<String>> headers(String[] head) {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (var line : List.of(head).subList(1, head.length)) {
            var parts = line.split(":", 2);
            headers.computeIfAbsent(parts[0], any -> new ArrayList<>()).add(parts[parts.length - 1].strip());
        }
        return headers;
    }

    /** Waits for the next message. Returns null when the server has closed: {@link #closed} says why. */
    Frame receive() throws IOException {
        try {
            while (closed == null) {
                var frame = codec.read(in);
                if (frame == null) {
                    fill();
                    continue;
                }
                var message = take(frame);
                if (message != null) {
                    return message;
                }
            }
            return null;
        } catch (ProtocolException broken) {
            close(broken.code(), broken.getMessage());
            socket.close();
            throw new IOException("The server has broken a rule. " + broken.getMessage(), broken);
        }
    }

    private Frame take(Frame frame) throws IOException, ProtocolException {
        switch (frame.opcode()) {
            case PING -> send(Frame.of(Opcode.PONG, frame.payload()));
            case PONG -> {} // nothing waits for it
            case CLOSE -> {
                closed = CloseReason.of(frame);
                close(closed.code(), "");
            }
            default -> {
                return assembler.add(frame);
            }
        }
        return null;
    }

    /** The payload of the server's close, or null while the server has not closed. */
    CloseReason closed() {
        return closed;
    }

    /** Sends a frame. After our close nothing more is sent. */
    synchronized void send(Frame frame) throws IOException {
        if (!closing) {
            closing = frame.opcode() == Opcode.CLOSE;
            socket.getOutputStream().write(codec.write(frame).array());
        }
    }

    /** Begins the close handshake, or replies to the server's: {@link #receive} then waits for its end. */
    void close(int code, String sentence) throws IOException {
        send(new CloseReason(code, sentence).frame());
    }

    /** Waits until the server has closed TCP: it should do so first (§7.1.1). */
    void awaitEnd() throws IOException {
        while (socket.getInputStream().read() >= 0) {}
    }

    private void fill() throws IOException {
        int n = socket.getInputStream().read(in.array());
        if (n < 0) {
            throw new EOFException("The server has ended the connection without a close.");
        }
        in.position(0).limit(n);
    }

    private int next() throws IOException {
        if (!in.hasRemaining()) {
            fill();
        }
        return in.get() & 0xFF;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
