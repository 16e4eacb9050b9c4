package ticker.handshake;

import static io.undertow.Handlers.path;
import static ticker.handshake.Guards.deadline;
import static ticker.handshake.Guards.only;
import static ticker.handshake.Guards.problems;
import static ticker.handshake.QuotesEndpoint.cursor;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import java.net.URI;
import java.util.List;

/** Lesson 5: the WebSocket by hand. */
public final class HandshakeServer implements Server.Lesson {
    private final ThreadLocal<Encoder> encoder = ThreadLocal.withInitial(Encoder::new); // one for each I/O thread
    private final Xray xray = new Xray();
    private final Subscribers subscribers;
    private final Options options;
    private final Server server;

    /** Starts on a port of localhost, 0 for any that is free. An IllegalArgumentException says that the port is taken. */
    public HandshakeServer(int port, Market market) {
        this(port, market, Options.DEFAULT);
    }

    HandshakeServer(int port, Market market, Options options) {
        this(Server.listenOn(port), market, options);
    }

    /** Starts with the caller's listeners. */
    public HandshakeServer(Undertow.Builder listeners, Market market, Options options) {
        this(listeners, market, options, new Subscribers(market, options.maxSubscribers()));
    }

    HandshakeServer(Undertow.Builder listeners, Market market, Options options, Subscribers subscribers) {
        this.subscribers = subscribers;
        this.options = options;
        var quotes = upgrade(handshake -> new QuotesEndpoint(market, encoder.get(), cursor(handshake)));
        var echo = upgrade(handshake -> new EchoEndpoint());
        var push = upgrade(handshake -> new PushEndpoint(market, options.pushInterval()));
        server = new Server(
                listeners,
                deadline(problems(path(new Page())
                        .addExactPath("/quotes", only("GET, HEAD", quotes))
                        .addExactPath("/echo", only("GET, HEAD", echo))
                        .addExactPath("/push", only("GET, HEAD", push))
                        .addExactPath("/mistakes", only("GET, HEAD", new MistakesHandler()))
                        .addExactPath("/xray", only("GET, HEAD", xray)))));
    }

    /** A browser always sends the origin of the page that connects, and only our page may connect. */
    private HttpHandler upgrade(UpgradeHandler.EndpointFactory factory) {
        return new OriginCheck(List.of(), new UpgradeHandler(factory, subscribers, xray, options));
    }

    /** Where it listens. */
    @Override
    public URI uri() {
        return server.uri();
    }

    /** How many connections are open. */
    int connections() {
        return subscribers.count();
    }

    /** Closes the connections first: their clients then know that the server stops. */
    @Override
    public void close() {
        subscribers.close();
        server.close();
    }

    /** Runs the lesson until Ctrl-C. */
    public static void main(String[] args) {
        Server.run(
                "Lesson 5, handshake",
                8085,
                (listeners, market) -> new HandshakeServer(listeners, market, Options.fromSettings()));
    }
}
