package ticker.production.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Speaks the protocol of Redis well enough to be taken for a Redis, and replies to each command with the bytes that a test
 * wants. When it tells the truth: a board with five symbols, no leader has the lease, an order is done at the price of ACME.
 */
final class LyingRedis implements AutoCloseable {
    private static final Map<String, String> TRUTH = Map.of(
            "CLIENT",
            "+OK\r\n",
            "SUBSCRIBE",
            "*3\r\n$9\r\nsubscribe\r\n$12\r\nmarket:moves\r\n:1\r\n",
            "HVALS",
            list(MarketLeader.SYMBOLS.stream().map(LyingRedis::opening).toArray(String[]::new)),
            "HKEYS",
            list(MarketLeader.SYMBOLS.toArray(String[]::new)),
            "EVAL",
            ":0\r\n",
            "EVAL order",
            list("{\"id\":\"c-17\",\"symbol\":\"ACME\",\"side\":\"buy\",\"quantity\":10}", opening("ACME")));

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, String> replies = new ConcurrentHashMap<>(TRUTH);
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final List<Socket> subscribers = new CopyOnWriteArrayList<>();
    private final Set<Socket> all = ConcurrentHashMap.newKeySet();

    LyingRedis() throws IOException {
        background(() -> {
            while (true) {
                var client = listener.accept();
                all.add(client);
                background(() -> serve(client));
            }
        });
    }

    URI uri() {
        return URI.create("redis://localhost:" + listener.getLocalPort());
    }

    /** From now on replies to a command with these bytes. Without bytes it is silent. */
    LyingRedis lie(String command, String bytes) {
        replies.put(command, bytes);
        return this;
    }

    void tellTheTruth() {
        replies.putAll(TRUTH);
    }

    /** Sends bytes to all subscribers. */
    void send(String bytes) {
        for (var subscriber : subscribers) {
            try {
                write(subscriber, bytes);
            } catch (IOException gone) {
                subscribers.remove(subscriber);
            }
        }
    }

    /** How often it was sent a command. */
    int count(String command) {
        return counts.getOrDefault(command, new AtomicInteger()).get();
    }

    /** A message of the channel. */
    static String message(String text) {
        return list("message", SharedMarket.MOVES, text);
    }

    static String list(String... items) {
        var list = new StringBuilder(String.format(ROOT, "*%d\r\n", items.length));
        for (var item : items) {
            list.append(String.format(ROOT, "$%d\r\n%s\r\n", item.getBytes(UTF_8).length, item));
        }
        return list.toString();
    }

    static String opening(String symbol) {
        return new Move(1 + MarketLeader.SYMBOLS.indexOf(symbol), symbol, 101_25, 1000).json();
    }

    // A command is a list of strings: *2\r\n$5\r\nHVALS\r\n$12\r\nmarket:board\r\n
    private void serve(Socket client) throws IOException {
        var in = new DataInputStream(client.getInputStream());
        while (true) {
            var words = new String[number(in)];
            for (int i = 0; i < words.length; i++) {
                words[i] = new String(in.readNBytes(number(in)), UTF_8);
                in.skipNBytes(2);
            }
            var command = words[0].equals("EVAL") && words[1].contains("receipt") ? "EVAL order" : words[0];
            counts.computeIfAbsent(command, first -> new AtomicInteger()).incrementAndGet();
            write(client, replies.getOrDefault(command, "-ERR unknown command\r\n"));
            if (command.equals("SUBSCRIBE")) {
                subscribers.add(client);
            }
        }
    }

    private static int number(DataInputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.readByte(); next != '\n'; next = in.readByte()) {
            line.append((char) next);
        }
        return Integer.parseInt(line.substring(1).strip());
    }

    private static void write(Socket client, String bytes) throws IOException {
        client.getOutputStream().write(bytes.getBytes(UTF_8));
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void background(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException gone) {
                // A client has left, or the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var client : all) {
            client.close();
        }
    }
}
