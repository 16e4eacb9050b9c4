package ticker.websocket;

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

/** What happens on {@code /quotes}, for all sessions. Its methods run on the session's I/O thread: they never wait. */
@ServerEndpoint(
        value = "/quotes",
        subprotocols = "quotes.v1",
        decoders = RequestDecoder.class,
        encoders = ReplyEncoder.class)
public final class QuotesEndpoint {
    private static final String SUBSCRIBER = Subscriber.class.getName();

    private final Broadcast broadcast;
    private final Desk desk;
    private final Options options;

    QuotesEndpoint(Broadcast broadcast, Desk desk, Options options) {
        this.broadcast = broadcast;
        this.desk = desk;
        this.options = options;
    }

    @OnOpen
    public void open(Session session) {
        var subscriber = new Subscriber((UndertowSession) session, broadcast, options);
        session.getUserProperties().put(SUBSCRIBER, subscriber);
        subscriber.join();
    }

    @OnMessage
    public void message(Request request, Session session) throws Refusal {
        var subscriber = subscriber(session);
        if (!subscriber.admit()) {
            return;
        }
        if (request instanceof Request.Subscribe subscribe) {
            desk.check(subscribe.symbols());
            subscriber.subscribe(subscribe.symbols(), subscribe.after());
        } else if (request instanceof Request.Unsubscribe unsubscribe) {
            desk.check(unsubscribe.symbols());
            subscriber.unsubscribe(unsubscribe.symbols());
        } else if (request instanceof Order order) {
            desk.place(order, subscriber::answer);
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
        if (subscriber != null) { // a server that stops closes even who is not open yet
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
        } else if (!(failure
                instanceof IOException)) { // that would only be a client that is gone or breaks the protocol
            subscriber.fail(failure);
        }
    }

    private static void refuse(Refusal refusal, Subscriber subscriber) {
        subscriber.reply(new Reply.Refused(refusal.id(), refusal.getMessage()));
    }

    private static Subscriber subscriber(Session session) {
        return (Subscriber) session.getUserProperties().get(SUBSCRIBER);
    }
}
