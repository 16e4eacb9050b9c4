package ticker.longpolling;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Long polling as most examples show it: a price goes only to the requests held when it moves. It loses prices. */
final class CursorlessServer implements AutoCloseable {
    private final Queue<HttpServerExchange> waiting = new ConcurrentLinkedQueue<>();
    private final Undertow undertow = Undertow.builder()
            .addHttpListener(0, "localhost")
            .setHandler(exchange -> exchange.dispatch(SameThreadExecutor.INSTANCE, () -> waiting.add(exchange)))
            .build();
    private final Market market;

    CursorlessServer(Market market) {
        this.market = market;
        market.listen(quote -> respond());
        undertow.start();
    }

    private void respond() {
        var news = market.after(market.after(0).seq() - 1);
        for (HttpServerExchange exchange; (exchange = waiting.poll()) != null; ) {
            exchange.getResponseSender().send(ByteBuffer.wrap(news.json()));
        }
    }

    int held() {
        return waiting.size();
    }

    URI uri() {
        var address = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
        return URI.create("http://localhost:" + address.getPort() + "/");
    }

    @Override
    public void close() {
        undertow.stop();
    }
}
