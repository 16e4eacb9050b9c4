package ticker.longpolling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.longpolling.Await.awaitEqual;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a real browser does when its connection is reset while a long poll is held. */
@Tag("browser")
class ResetByTheNetworkTest {
    private static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n";

    @RegisterExtension
    static final Browser browser = new Browser();

    private final ServerSocket listener;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile int lastReset = 2; // requests are reset from the second one to this one

    ResetByTheNetworkTest() throws IOException {
        listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        background(() -> {
            while (true) {
                var client = listener.accept();
                background(() -> serve(client)); // a browser opens connections that it does not use
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    @Test
    void theBrowserSendsTheRequestAgainByItselfAndThePageNeverHearsOfIt() {
        pollTwice();

        awaitEqual("what the page has seen", List.of(200L, 200L), () -> browser.run("return seen"));
        assertEquals(
                List.of("GET /quotes?after=1 ", "GET /quotes?after=2 ", "GET /quotes?after=2 "),
                requests,
                "what has come to the server: the second was reset");
    }

    @Test
    void whenEachConnectionIsResetThePageGetsATypeErrorThatDoesNotSayWhy() {
        lastReset = Integer.MAX_VALUE;

        pollTwice();

        awaitEqual(
                "what the page has seen",
                List.of(200L, "TypeError: Failed to fetch"),
                () -> browser.run("return seen"));
    }

    private void pollTwice() {
        browser.open(URI.create("http://localhost:" + listener.getLocalPort() + "/"));
        browser.run("""
                window.seen = [];
                const poll = (after) => fetch("quotes?after=" + after, {cache: "no-store"}).then(
                    ({status}) => seen.push(status), (failure) => seen.push(String(failure)));
                poll(1).then(() => poll(2));
                """);
    }

    /** Responds to each request of a connection, or resets it, as a network that fails does. */
    private void serve(Socket client) throws IOException {
        try (client) {
            for (var request = head(client); !request.isEmpty(); request = head(client)) {
                if (request.startsWith("GET /quotes")) {
                    requests.add(request.substring(0, request.indexOf("HTTP")));
                    if (requests.size() >= 2 && requests.size() <= lastReset) {
                        client.setSoLinger(true, 0);
                        return;
                    }
                }
                client.getOutputStream().write(EMPTY.getBytes(ISO_8859_1));
            }
        }
    }

    private static String head(Socket client) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void background(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException gone) {
                // The browser has left, or the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
