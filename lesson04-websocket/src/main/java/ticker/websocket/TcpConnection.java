package ticker.websocket;

import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.servlet.handlers.ServletRequestContext;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import org.xnio.StreamConnection;

/** Notes at the handshake which TCP connection a session has, because a Jakarta session does not tell it. */
final class TcpConnection extends ServerEndpointConfig.Configurator {
    private static final String NAME = TcpConnection.class.getName();

    @Override
    public void modifyHandshake(ServerEndpointConfig session, HandshakeRequest request, HandshakeResponse response) {
        var exchange = ServletRequestContext.requireCurrent().getExchange();
        session.getUserProperties().put(NAME, ((HttpServerConnection) exchange.getConnection()).getChannel());
    }

    static StreamConnection of(Session session) {
        return (StreamConnection) session.getUserProperties().get(NAME);
    }
}
