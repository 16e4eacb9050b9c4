package ticker.handshake;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static ticker.handshake.Await.await;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Our client for tests: each of its waits has a limit, and a wait that fails says what it waited for. */
final class TestClient implements AutoCloseable {
    private static final int MAX_MESSAGE = 16 * 1024 * 1024; // tests fill sockets with it

    private final ExecutorService background = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, "client");
        thread.setDaemon(true);
        return thread;
    });
    private final Client client;

    TestClient(URI server) throws Exception {
        client = await(
                "the server's response to the handshake",
                background.submit(() -> new Client(server, Client.TIMEOUT, MAX_MESSAGE)));
    }

    void send(Frame frame) throws IOException {
        client.send(frame);
    }

    /** Waits for the next message. */
    Frame receive() throws Exception {
        var message = wait("the next message", client::receive);
        assertNotNull(message, () -> "The server has closed instead of sending a message: " + client.closed());
        return message;
    }

    /** Begins the close handshake. */
    void close(int code, String sentence) throws IOException {
        client.close(code, sentence);
    }

    /** Waits for the server's close, which must come next. Returns its payload. */
    CloseReason receiveClose() throws Exception {
        assertNull(wait("the server's close", client::receive), "no message comes before the close");
        return client.closed();
    }

    /** Reads the messages that were on their way, until the server closes. Returns the payload of the close. */
    CloseReason skipToClose() throws Exception {
        return wait("the server's close", () -> {
            while (client.receive() != null) {}
            return client.closed();
        });
    }

    /** The payload of the server's close, or null while the server has not closed. */
    CloseReason closed() {
        return client.closed();
    }

    /** Waits until the server has closed TCP. */
    void awaitEnd() throws Exception {
        wait("the server to close TCP", () -> {
            client.awaitEnd();
            return true;
        });
    }

    private <T> T wait(String what, Callable<T> work) throws Exception {
        return await(what, background.submit(work));
    }

    @Override
    public void close() throws IOException {
        background.shutdownNow();
        client.close();
    }
}
