package ticker.lab.load;

import io.undertow.Undertow;
import java.net.URI;
import java.util.List;
import ticker.handshake.HandshakeServer;
import ticker.longpolling.LongPollingServer;
import ticker.polling.PollingServer;
import ticker.streaming.StreamingServer;
import ticker.websocket.Options;
import ticker.websocket.WebSocketServer;

/** A lesson's server whose market the test moves. Two symbols have a price from the beginning. */
final class Server implements AutoCloseable {
    private interface Moves {
        void move(String symbol, long cents, long time);
    }

    private final Moves market;
    private final AutoCloseable server;
    private final URI uri;

    Server(Technique technique) {
        switch (technique) {
            case POLLING -> {
                var market = new ticker.polling.Market(1000);
                var server = new PollingServer(0, market);
                this.market = market::move;
                this.server = server;
                this.uri = server.uri();
            }
            case LONG_POLLING -> {
                var market = new ticker.longpolling.Market(1000);
                var server = new LongPollingServer(0, market);
                this.market = market::move;
                this.server = server;
                this.uri = server.uri();
            }
            case NDJSON, EVENTS -> {
                var market = new ticker.streaming.Market(1000);
                var server = new StreamingServer(0, market);
                this.market = market::move;
                this.server = server;
                this.uri = server.uri();
            }
            case WEBSOCKET, WINDOWED, COMPRESSED -> {
                var market = new ticker.websocket.Market(1000);
                var options = new Options(65_536, 20, 100, 5000, 10_000, List.of(), technique == Technique.COMPRESSED);
                var server = new WebSocketServer(Undertow.builder().addHttpListener(0, "127.0.0.1"), market, options);
                this.market = market::move;
                this.server = server;
                this.uri = server.uri();
            }
            default -> {
                var market = new ticker.handshake.Market(1000);
                var server = new HandshakeServer(0, market);
                this.market = market::move;
                this.server = server;
                this.uri = server.uri();
            }
        }
        move("ACME", 100_00);
        move("BRIO", 50_00);
    }

    void move(String symbol, long cents) {
        move(symbol, cents, System.currentTimeMillis());
    }

    void move(String symbol, long cents, long time) {
        market.move(symbol, cents, time);
    }

    int port() {
        return uri.getPort();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
