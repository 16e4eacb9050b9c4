package ticker.handshake;

import static io.undertow.Handlers.path;
import static io.undertow.Handlers.websocket;

import io.undertow.Undertow;
import io.undertow.util.Headers;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;

/** Undertow's own WebSocket: an echo at /echo, and an empty page. */
final class UndertowServer implements AutoCloseable {
    private final Undertow undertow = Undertow.builder()
            .addHttpListener(0, "localhost")
            .setHandler(path(exchange -> {
                        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/html");
                        exchange.getResponseSender().send("<!doctype html><title>Empty</title>");
                    })
                    .addExactPath("/echo", websocket((exchange, channel) -> {
                        channel.getReceiveSetter().set(new Echo());
                        channel.resumeReceives();
                    })))
            .build();

    UndertowServer() {
        undertow.start();
    }

    URI uri() {
        var address = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
        return URI.create("http://localhost:" + address.getPort() + "/");
    }

    @Override
    public void close() {
        undertow.stop();
    }

    private static final class Echo extends AbstractReceiveListener {
        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            WebSockets.sendText(message.getData(), channel, null);
        }

        @Override
        protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
            try (var data = message.getData()) {
                WebSockets.sendBinaryBlocking(WebSockets.mergeBuffers(data.getResource()), channel);
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }
}
