package ticker.handshake;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The reader's half: connect, read what comes, remember the cursor, come back with it. */
final class HandshakeReader implements AutoCloseable {
    private final URI server;
    private Client client;
    private long cursor;

    HandshakeReader(URI server) {
        this.server = server;
    }

    /** Waits for the next quotes, connected or not yet. */
    List<Quote> read() throws IOException {
        if (client == null) {
            client = new Client(server.resolve("/quotes?after=" + cursor));
        }
        try {
            var message = client.receive();
            if (message == null) {
                throw new IOException("The server has closed (%d): %s"
                        .formatted(client.closed().code(), client.closed().sentence()));
            }
            var quotes = Quotes.parse(message.bytes());
            cursor = quotes.seq();
            return quotes.quotes();
        } catch (IOException lost) {
            close();
            throw lost;
        }
    }

    /** How long to wait after so many failures, in milliseconds: longer each time (§7.2.3), and at random, so that readers don't come back together. */
    static long pause(int failures) {
        long most = Math.min(30_000, 500L << Math.min(failures, 6));
        return ThreadLocalRandom.current().nextLong(most / 2, most + 1);
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
        try {
            new HandshakeReader(URI.create("http://localhost:" + Settings.port(8085))).watch();
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(2);
        }
    }

    private void watch() throws InterruptedException {
        for (int failures = 0; ; ) {
            try {
                for (var quote : read()) {
                    System.out.printf(
                            "%d  %s %d.%02d%n", quote.seq(), quote.symbol(), quote.cents() / 100, quote.cents() % 100);
                }
                failures = 0;
            } catch (IOException failure) {
                failures++;
                System.out.println("No prices, connecting again soon: " + failure.getMessage());
                Thread.sleep(pause(failures));
            }
        }
    }
}
