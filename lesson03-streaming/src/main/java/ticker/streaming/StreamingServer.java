package ticker.streaming;

import static io.undertow.Handlers.path;
import static ticker.streaming.Guards.deadline;
import static ticker.streaming.Guards.only;
import static ticker.streaming.Guards.problems;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import java.net.URI;

/** Lesson 3: one response that never ends. */
public final class StreamingServer implements Server.Lesson {
    private final Subscribers subscribers;
    private final Server server;

    /** Starts on a port of localhost, 0 for any that is free. An IllegalArgumentException says that the port is taken. */
    public StreamingServer(int port, Market market) {
        this(port, market, Options.DEFAULT);
    }

    StreamingServer(int port, Market market, Options options) {
        this(Server.listenOn(port), market, options);
    }

    /** Starts with the caller's listeners. */
    public StreamingServer(Undertow.Builder listeners, Market market, Options options) {
        this(listeners, market, options, new Subscribers(market, options.maxSubscribers()));
    }

    StreamingServer(Undertow.Builder listeners, Market market, Options options, Subscribers subscribers) {
        this.subscribers = subscribers;
        var lines = new StreamHandler(market, subscribers, options, Format.NDJSON);
        var events = new StreamHandler(market, subscribers, options, Format.EVENTS);
        // Messages for a client that does not read wait in this buffer and get old there: so it is small.
        listeners.setSocketOption(org.xnio.Options.SEND_BUFFER, 16 * 1024);
        server = new Server(
                listeners,
                path(deadline(problems(new Page())))
                        .addExactPath("/stream", deadlineUnlessStreaming(problems(only("GET, HEAD", lines))))
                        .addExactPath("/events", deadlineUnlessStreaming(problems(only("GET, HEAD", events)))));
    }

    /** A stream has no deadline, a refusal has one. The handler dispatches a stream, and nothing else. */
    private static HttpHandler deadlineUnlessStreaming(HttpHandler next) {
        return exchange -> {
            try {
                next.handleRequest(exchange);
            } finally {
                if (!exchange.isDispatched()) {
                    Guards.limit(exchange);
                }
            }
        };
    }

    /** Where it listens. */
    @Override
    public URI uri() {
        return server.uri();
    }

    Subscribers subscribers() {
        return subscribers;
    }

    /** Ends the streams first: so their clients know that the server has stopped, and reconnect. */
    @Override
    public void close() {
        subscribers.close();
        server.close();
    }

    /** Runs the lesson until Ctrl-C. */
    public static void main(String[] args) {
        Server.run(
                "Lesson 3, streaming",
                8083,
                (listeners, market) -> new StreamingServer(listeners, market, Options.fromSettings()));
    }
}
