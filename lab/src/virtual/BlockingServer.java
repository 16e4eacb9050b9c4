import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Random;

/**
 * The same prices as lessons 2 and 3, by a virtual thread for each client, which waits where the lessons' servers never do:
 * {@code GET /quotes?after=N} and {@code GET /stream}. It needs JDK 21 or newer: {@code java BlockingServer.java}. No client is
 * refused, none is noticed that has left, and nothing is checked: this is for measuring only.
 */
public final class BlockingServer {
    private static final String[] SYMBOLS = {"ACME", "BRIO", "CUSP", "DUSK", "ECHO"};

    private record Quote(long seq, String symbol, long cents, long time) {
        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"seq\":%d,\"symbol\":\"%s\",\"price\":%d.%02d,\"time\":%d}",
                    seq, symbol, cents / 100, cents % 100, time);
        }
    }

    private final LinkedHashMap<String, Quote> quotes = new LinkedHashMap<>(); // in the order of their last moves
    private long seq = System.currentTimeMillis();

    private synchronized void move(String symbol, long cents) {
        quotes.remove(symbol);
        quotes.put(symbol, new Quote(++seq, symbol, cents, System.currentTimeMillis()));
        notifyAll(); // a thread for each client: each of them wakes
    }

    /** Waits until there is something newer than the cursor. Each client gets bytes of its own: nothing is shared. */
    private String awaitNewer(long cursor) throws InterruptedException {
        var newer = new StringBuilder();
        long newest;
        synchronized (this) {
            while (seq <= cursor) {
                wait();
            }
            newest = seq;
            for (var quote : quotes.values()) {
                if (quote.seq() > cursor) {
                    newer.append(newer.isEmpty() ? "" : ",").append(quote.json());
                }
            }
        }
        return "{\"seq\":" + newest + ",\"quotes\":[" + newer + "]}";
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII), 512);
            var out = client.getOutputStream();
            for (String line; (line = in.readLine()) != null; ) {
                for (String header; !(header = in.readLine()).isEmpty(); ) {}
                long cursor = Long.parseLong(line.replaceAll(".*after=(\\d+) .*", "$1"));
                if (line.startsWith("GET /stream")) {
                    stream(out, cursor);
                } else {
                    respond(out, awaitNewer(cursor));
                }
            }
        } catch (IOException | InterruptedException | RuntimeException gone) {
            // The client has left, or sends what this server does not know.
        }
    }

    private static void respond(OutputStream out, String json) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n" + json);
    }

    private void stream(OutputStream out, long cursor) throws IOException, InterruptedException {
        write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (long sent = cursor; ; ) {
            var json = awaitNewer(sent);
            sent = Long.parseLong(json.substring(7, json.indexOf(',')));
            write(out, Integer.toHexString(json.length() + 1) + "\r\n" + json + "\n\r\n"); // blocks while the client is slow
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    public static void main(String[] args) throws Exception {
        var server = new BlockingServer();
        var random = new Random(7);
        double rate = Double.parseDouble(System.getProperty("rate", "2"));
        for (var symbol : SYMBOLS) {
            server.move(symbol, 100_00);
        }
        Thread.ofPlatform().daemon().start(() -> {
            try {
                for (long due = System.nanoTime(); ; due += (long) (1e9 / rate)) {
                    Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
                    server.move(SYMBOLS[random.nextInt(5)], random.nextLong(50_00, 150_00));
                }
            } catch (InterruptedException stopped) {
                // The program ends.
            }
        });
        try (var listener = new ServerSocket(Integer.getInteger("port", 0), 10_000, InetAddress.getByName("127.0.0.1"))) {
            System.out.println("A virtual thread for each client: http://localhost:" + listener.getLocalPort() + "/");
            while (true) {
                var client = listener.accept();
                Thread.ofVirtual().start(() -> server.serve(client));
            }
        }
    }
}
