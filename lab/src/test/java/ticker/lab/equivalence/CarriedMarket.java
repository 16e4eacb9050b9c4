package ticker.lab.equivalence;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import ticker.handshake.HandshakeServer;
import ticker.lab.equivalence.Message.Quote;
import ticker.longpolling.LongPollingServer;
import ticker.polling.PollingServer;
import ticker.streaming.StreamingServer;
import ticker.websocket.WebSocketServer;

/** A market that all five lessons carry: each has the same moves with the same numbers. It knows the board after each move. */
final class CarriedMarket implements AutoCloseable {
    private static final long MAX_MOVES = 1_000_000_000; // the numbers of two markets must not overlap

    private interface Copy {
        void accept(long seq, String symbol, long cents, long time);
    }

    private final String name;
    private final List<String> symbols;
    private final long beginning;
    private final List<Copy> copies = new ArrayList<>();
    private final List<URI> servers = new ArrayList<>();
    private final List<Runnable> stops = new ArrayList<>();
    private final Map<Long, Map<String, Quote>> boards = new ConcurrentHashMap<>();
    private Map<String, Quote> newest = Map.of();
    private long seq;

    CarriedMarket(String name, long beginning, List<String> symbols) {
        this.name = name;
        this.beginning = beginning;
        this.symbols = symbols;
        seq = beginning;

        var polling = new ticker.polling.Market(beginning);
        var pollingServer = new PollingServer(0, polling);
        add(polling::accept, pollingServer.uri(), pollingServer::close);

        var longPolling = new ticker.longpolling.Market(beginning);
        var longPollingServer = new LongPollingServer(0, longPolling);
        add(longPolling::accept, longPollingServer.uri(), longPollingServer::close);

        var streaming = new ticker.streaming.Market(beginning);
        var streamingServer = new StreamingServer(0, streaming);
        add(streaming::accept, streamingServer.uri(), streamingServer::close);

        var webSocket = new ticker.websocket.Market(beginning);
        var webSocketServer = new WebSocketServer(0, webSocket);
        add(webSocket::accept, webSocketServer.uri(), webSocketServer::close);

        var handshake = new ticker.handshake.Market(beginning);
        var handshakeServer = new HandshakeServer(0, handshake);
        add(handshake::accept, handshakeServer.uri(), handshakeServer::close);
    }

    private void add(Copy copy, URI server, Runnable stop) {
        copies.add(copy);
        servers.add(server);
        stops.add(stop);
    }

    /** Where a lesson's server carries it. The first lesson has index 0. */
    URI server(int lesson) {
        return servers.get(lesson);
    }

    /** Forgets what earlier rounds have left: moves each symbol once, and remembers boards from then on. */
    void begin(SplittableRandom random) {
        symbols.forEach(symbol -> move(symbol, random));
        boards.clear();
        boards.put(seq, newest);
    }

    /** Moves one symbol. */
    void move(SplittableRandom random) {
        move(symbols.get(random.nextInt(symbols.size())), random);
    }

    private void move(String symbol, SplittableRandom random) {
        long cents = random.nextLong(1, 1_000_00);
        long time = random.nextLong(1, 1_000_000);
        Map<String, Quote> board = new TreeMap<>(newest);
        board.put(symbol, new Quote(++seq, symbol, cents / 100.0, time));
        newest = board;
        boards.put(seq, newest); // before anybody can ask for it
        copies.forEach(copy -> copy.accept(seq, symbol, cents, time));
    }

    /** The number of the newest move. */
    long seq() {
        return seq;
    }

    /** Whether it is this market that gives such numbers. */
    boolean has(long number) {
        return number > beginning && number <= beginning + MAX_MOVES;
    }

    /** The board after the move with this number, or null if this round had none. */
    Map<String, Quote> boardAt(long number) {
        return boards.get(number);
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        stops.forEach(Runnable::run);
    }
}
