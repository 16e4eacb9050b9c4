package ticker.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that sends what a test wants, byte for byte: each request gets the next response, and the last one is sent again
 * and again. Then the server ends the connection, unless the response is a 101. A mark at the end of a response says what
 * the server does then instead. {@code {accept}} becomes what the handshake of a WebSocket asks for.
 */
final class ScriptedServer implements AutoCloseable {
    /** At the end of a response: the server sends nothing more, and leaves the connection open. */
    static final String OPEN = "{open}";

    /** The server ends the connection, also after a 101. */
    static final String END = "{end}";

    /** The server resets the connection. */
    static final String RESET = "{reset}";

    /** The server sends more than any client should take, as if it had no end: 16 MiB of x. */
    static final String ENDLESS = "{endless}";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<ByteArrayOutputStream> rests = new CopyOnWriteArrayList<>();
    private List<String> responses; // those that are to come; the last one stays
    private volatile Thread accepting;
    private volatile ServerSocket listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());

    ScriptedServer(String... responses) throws IOException {
        respond(responses);
        accept(listener);
    }

    /** Begins a new script: the next request gets the first of these responses. */
    synchronized void respond(String... responses) {
        this.responses = new ArrayList<>(List.of(responses));
    }

    /** Leaves its port: from now on clients are refused. */
    void leave() {
        try {
            listener.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        // While a thread is in accept, the port is still open.
        Await.await("the port to be closed", accepting::isAlive, isAlive -> !isAlive);
    }

    /** Comes back to its port. */
    void comeBack() {
        try {
            listener = new ServerSocket(listener.getLocalPort(), 1000, InetAddress.getLoopbackAddress());
        } catch (IOException taken) {
            throw new UncheckedIOException("Another program has taken the port meanwhile.", taken);
        }
        accept(listener);
    }

    private void accept(ServerSocket listener) {
        accepting = background(() -> {
            while (true) {
                var client = listener.accept();
                // A browser opens connections that it does not use: none may block another.
                background(() -> serve(client));
            }
        });
    }

    URI uri() {
        return URI.create("http://localhost:" + listener.getLocalPort() + "/");
    }

    /** The heads of the requests so far. */
    List<String> requests() {
        return requests;
    }

    /** What has come after the head of each request so far. */
    List<byte[]> rests() {
        return rests.stream().map(ByteArrayOutputStream::toByteArray).toList();
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = client.getInputStream().read();
                if (next < 0) {
                    return;
                }
                head.append((char) next);
            }
            if (head.indexOf("GET /icon.svg ") == 0) {
                return; // a browser asks for it when it likes
            }
            var rest = new ByteArrayOutputStream();
            var response = next(head.toString(), rest);
            var text =
                    response.replaceFirst("\\{(open|end|reset|endless)}$", "").replace("{accept}", accept(head));
            client.getOutputStream().write(text.getBytes(ISO_8859_1));
            if (response.endsWith(RESET)) {
                client.setSoLinger(true, 0); // the close is then a reset
                return;
            }
            if (response.endsWith(ENDLESS)) {
                client.getOutputStream().write("x".repeat(16 * 1024 * 1024).getBytes(ISO_8859_1));
            }
            if (!staysOpen(response)) {
                client.shutdownOutput();
            }
            // A close with unread bytes would be a reset, and the response lost.
            client.getInputStream().transferTo(rest);
        }
    }

    private static boolean staysOpen(String response) {
        return response.endsWith(OPEN) || response.startsWith("HTTP/1.1 101") && !response.endsWith(END);
    }

    private synchronized String next(String request, ByteArrayOutputStream rest) {
        rests.add(rest);
        requests.add(request);
        return responses.size() > 1 ? responses.remove(0) : responses.get(0);
    }

    private static String accept(CharSequence head) {
        var key = head.toString().replaceFirst("(?si).*Sec-WebSocket-Key: *([^\r]+)\r.*", "$1");
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            var digest = sha1.digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-1", impossible);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static Thread background(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException gone) {
                // The client has left, or the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
