package ticker.handshake;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** The client's half: connect, read what comes, remember the cursor, come back with it. */
final class HandshakeClient implements AutoCloseable {
    private final URI server;
    private Client client;
    private long cursor;
    private long retryAfter;

    HandshakeClient(URI server) {
        this.server = server;
    }

    /** Waits for the next quotes, connected or not yet. */
    Quotes read() throws IOException {
        try {
            if (client == null) {
                retryAfter = 0;
                client = new Client(server.resolve("/quotes?after=" + cursor));
            }
            var message = client.receive();
            if (message == null) {
                throw new IOException(String.format(
                        ROOT,
                        "The server has closed (%d): %s",
                        client.closed().code(),
                        client.closed().sentence()));
            }
            if (message.opcode() != Opcode.TEXT) {
                throw new IOException("The server sent a binary message. Quotes are text.");
            }
            var quotes = Quotes.parse(message.bytes());
            cursor = quotes.seq();
            return quotes;
        } catch (RefusedException refused) {
            retryAfter = Backoff.retryAfter(refused.retryAfter(), Instant.now());
            throw refused;
        } catch (IOException lost) {
            close();
            throw lost;
        }
    }

    /** How long to wait after so many failures, in milliseconds: longer each time (§7.2.3). */
    long pause(int failures) {
        return Backoff.pause(failures, retryAfter, ThreadLocalRandom.current());
    }

    @Override
    public void close() throws IOException {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    /** Prints the prices as they come: {@code -Dport=8085}. */
    public static void main(String[] args) throws InterruptedException {
        Settings.orExit(() -> new HandshakeClient(Settings.server(8085)).watch());
    }

    private void watch() throws InterruptedException {
        for (int failures = 0; ; ) {
            try {
                read().print();
                failures = 0;
            } catch (IOException failure) {
                failures++;
                System.out.println("No prices, connecting again soon: " + failure.getMessage());
                Thread.sleep(pause(failures));
            }
        }
    }
}
