package ticker.websocket;

import static java.util.Locale.ROOT;

import io.undertow.websockets.jsr.UndertowSession;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.DecodeException;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What happens on {@code /quotes}, for all sessions. Messages come in the session's I/O thread, so the methods for them never
 * wait. A session is opened in that thread or in a worker, and closed in any thread. So those methods pass the work on to the
 * I/O thread.
 */
@ServerEndpoint(
        value = "/quotes",
        subprotocols = "quotes.v1",
        decoders = RequestDecoder.class,
        configurator = TcpConnection.class)
public final class QuotesEndpoint {
    private static final Logger LOG = Logger.getLogger(QuotesEndpoint.class.getName());
    private static final String SUBSCRIBER = QuotesSession.class.getName();

    private final Market market;
    private final OrderDesk orders;
    private final Subscribers subscribers;
    private final Options options;
    private final FilteredQuotes quotes;
    private final ThreadLocal<Encoder> encoder = ThreadLocal.withInitial(Encoder::new); // one for each I/O thread
    private volatile boolean halted;

    QuotesEndpoint(Market market, OrderDesk orders, Subscribers subscribers, Options options) {
        this.market = market;
        this.orders = orders;
        this.subscribers = subscribers;
        this.options = options;
        this.quotes = new FilteredQuotes(market);
    }

    @OnOpen
    public void open(Session session) {
        var undertow = (UndertowSession) session;
        var subscriber = new QuotesSession(undertow, quotes, encoder, () -> halted, subscribers, options);
        subscribers.add(undertow.getWebSocketChannel().getIoThread(), subscriber);
        session.getUserProperties().put(SUBSCRIBER, subscriber);
    }

    @OnMessage
    public void message(Request request, Session session) throws Refusal {
        var subscriber = subscriber(session);
        boolean isNewlySeen = request instanceof Request.Seen seen && subscriber.see(seen.seq());
        if (isNewlySeen || !subscriber.admit()) {
            return;
        }
        if (request instanceof Request.Subscribe subscribe) {
            checkKnown(subscribe.symbols());
            subscriber.subscribe(subscribe.symbols(), subscribe.after(), subscribe.window());
        } else if (request instanceof Request.Unsubscribe unsubscribe) {
            checkKnown(unsubscribe.symbols());
            subscriber.unsubscribe(unsubscribe.symbols());
        } else if (request instanceof Request.Seen seen) {
            subscriber.checkSent(seen.seq());
        } else if (request instanceof Order order) {
            checkKnown(order.symbol(), order.id());
            orders.place(order, subscriber::reply);
        }
    }

    private void checkKnown(List<String> symbols) throws Refusal {
        for (var symbol : symbols) {
            if (!symbol.equals(Subscription.EVERY)) {
                checkKnown(symbol, null);
            }
        }
    }

    private void checkKnown(String symbol, String id) throws Refusal {
        var known =
                market.after(0).quotes().stream().map(Quote::symbol).sorted().toList();
        if (!known.contains(symbol)) {
            throw new Refusal(
                    id,
                    String.format(ROOT, "There is no symbol \"%s\". There are %s.", symbol, String.join(", ", known)));
        }
    }

    @OnMessage
    public void binary(ByteBuffer message, Session session) {
        subscriber(session).close(CloseCodes.CANNOT_ACCEPT, "Messages are JSON in text frames, not binary.");
    }

    @OnMessage
    public void pong(PongMessage pong, Session session) {
        subscriber(session).pong();
    }

    @OnClose
    public void close(Session session) {
        var subscriber = subscriber(session);
        if (subscriber != null) { // a server that stops also closes sessions that are not open yet
            subscriber.closed();
        }
    }

    @OnError
    public void error(Throwable failure, Session session) {
        var subscriber = subscriber(session);
        if (failure instanceof DecodeException undecoded && undecoded.getCause() instanceof Refusal refusal) {
            if (subscriber.admit()) {
                refuse(refusal, subscriber);
            }
        } else if (failure instanceof Refusal refusal) {
            refuse(refusal, subscriber);
        } else if (!(failure instanceof IOException)) {
            // An IOException is a client that has gone or breaks the protocol.
            LOG.log(Level.SEVERE, "The server has ended a session because of a fault", failure);
            subscriber.abort();
        }
    }

    private static void refuse(Refusal refusal, QuotesSession subscriber) {
        subscriber.reply(new Reply.Refused(refusal.id(), refusal.getMessage()));
    }

    private static QuotesSession subscriber(Session session) {
        return (QuotesSession) session.getUserProperties().get(SUBSCRIBER);
    }

    /** Tells all sessions that prices stand still, or that they move again. */
    void halt(boolean halted) {
        this.halted = halted;
        subscribers.wake();
    }
}
