package ticker.handshake;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** The console client: connects, reads quotes, remembers the cursor, and reconnects with it. */
final class HandshakeClient implements AutoCloseable {
    private final URI server;
    private final Duration timeout;
    private Client client;
    private long cursor;
    private long retryAfter;

    HandshakeClient(URI server) {
        this(server, Client.TIMEOUT);
    }

    /** With another time-out for a server that sends nothing. */
    HandshakeClient(URI server, Duration timeout) {
        this.server = server;
        this.timeout = timeout;
    }

    /** Waits for the next quotes, connected or not yet. */
    Quotes read() throws IOException {
        try {
            if (client == null) {
                retryAfter = 0;
                client = new Client(server.resolve("/quotes?after=" + cursor), timeout, Client.MAX_MESSAGE);
            }
            var message = client.receive();
            if (message == null) {
                throw new IOException(closed(client.closed()));
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

    private static String closed(CloseReason reason) {
        var sentence = reason.sentence().isEmpty() ? "." : ": " + reason.sentence();
        return String.format(ROOT, "The server has closed (%d)%s", reason.code(), sentence);
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
        Settings.orExit(() -> {
            var client = new HandshakeClient(Settings.server(8085));
            client.watch(Quotes::print, Backoff::onConsole);
        });
    }

    /** Connects again and again, and less often after failures. Only an interrupt ends it. */
    void watch(Consumer<Quotes> prices, Backoff.Pause pause) throws InterruptedException {
        for (int failures = 0; ; ) {
            try {
                prices.accept(read());
                failures = 0;
            } catch (IOException failure) {
                long millis = pause(++failures);
                pause.make(Backoff.sentence(Backoff.reason(failure), millis), millis);
            }
        }
    }
}
