package ticker.lab.course;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What stands between a browser and the lab: it passes requests on, but responds in the lab's place, byte for byte, as the
 * test wants. Each connection has one request.
 */
final class Interceptor implements AutoCloseable {
    /** At the end of a response: the connection stays open, and nothing more comes. */
    static final String OPEN = "{open}";

    private final ServerSocket listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final int lab;
    private final Deque<String> responses = new ConcurrentLinkedDeque<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> passed = new CopyOnWriteArrayList<>(); // those whose requests it has passed on
    private final String prefix;
    private volatile boolean always;

    /**
     * In front of the lab at this port.
     *
     * @param prefix how the requests begin, after their method, to which it responds itself as long as it has responses
     */
    Interceptor(int lab, String prefix, String... responses) throws IOException {
        this.lab = lab;
        this.prefix = prefix;
        this.responses.addAll(List.of(responses));
        background(() -> {
            while (true) {
                var client = listener.accept();
                background(() -> serve(client));
            }
        });
    }

    /** It never runs out of the last response. */
    Interceptor always() {
        always = true;
        return this;
    }

    /** From now on it responds so, again and again, and what it has passed on so far ends. */
    void respond(String response) throws IOException {
        always = true;
        responses.clear();
        responses.add(response);
        for (var client : passed) {
            client.close();
        }
        passed.clear();
    }

    /** From now on it passes everything on. */
    void passOn() {
        always = false;
        responses.clear();
    }

    URI uri() {
        return URI.create("http://localhost:" + listener.getLocalPort() + "/");
    }

    /** The request lines of the requests in question, those that were passed on, too. */
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
            var line = head.substring(0, head.indexOf("\r\n"));
            boolean isMeant = line.substring(line.indexOf(' ') + 1).startsWith(prefix);
            var response = isMeant ? next(line) : null;
            if (response == null) {
                if (isMeant) {
                    passed.add(client);
                }
                passOn(client, head.toString());
            } else {
                client.getOutputStream().write(response.replace(OPEN, "").getBytes(ISO_8859_1));
                if (!response.endsWith(OPEN)) {
                    client.shutdownOutput();
                }
                client.getInputStream().transferTo(OutputStream.nullOutputStream()); // or a close would be a reset
            }
        }
    }

    private synchronized String next(String line) {
        requests.add(line);
        return always && responses.size() == 1 ? responses.peek() : responses.poll();
    }

    private void passOn(Socket client, String head) throws IOException {
        try (var server = new Socket(InetAddress.getLoopbackAddress(), lab)) {
            var one = head.replaceFirst("(?i)\r\nConnection: [^\r]*", "")
                    .replaceFirst("\r\n", "\r\nConnection: close\r\n");
            server.getOutputStream().write(one.getBytes(ISO_8859_1));
            background(() -> {
                try (server) {
                    client.getInputStream().transferTo(server.getOutputStream());
                }
            });
            server.getInputStream().transferTo(client.getOutputStream());
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
                // One of the two has left, or the test is over.
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
