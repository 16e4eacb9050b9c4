package ticker.streaming;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that sends what a test wants, byte for byte: each request gets the next response, and the last one is sent again
 * and again. Then the server ends the connection, unless the response is a 101 or ends with OPEN. {@code {accept}} becomes
 * what the handshake of a WebSocket asks for.
 */
final class ScriptedServer implements AutoCloseable {
    /** At the end of a response: the server sends nothing more, and leaves the connection open. */
    static final String OPEN = "{open}";

    private final ServerSocket listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> responses;

    ScriptedServer(String... responses) throws IOException {
        this.responses = List.of(responses);
        background(() -> {
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
            var response = next(head.toString()).replace("{accept}", accept(head));
            client.getOutputStream().write(response.replace(OPEN, "").getBytes(ISO_8859_1));
            if (!staysOpen(response)) {
                client.shutdownOutput();
            }
            // A close with unread bytes would be a reset, and the response lost.
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    private static boolean staysOpen(String response) {
        return response.startsWith("HTTP/1.1 101") || response.endsWith(OPEN);
    }

    private synchronized String next(String request) {
        requests.add(request);
        return responses.get(Math.min(requests.size(), responses.size()) - 1);
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

    private static void background(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException gone) {
                // The client has left, or the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
