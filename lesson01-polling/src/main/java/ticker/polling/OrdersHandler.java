package ticker.polling;

import static java.util.Locale.ROOT;

import io.undertow.io.Receiver.RequestToLargeException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Takes orders: {@code POST /orders}. */
final class OrdersHandler implements HttpHandler {
    static final int MAX_BODY = 16 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private final OrderDesk desk;

    OrdersHandler(OrderDesk desk) {
        this.desk = desk;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Problem {
        // A page of another origin can always send text/plain, but application/json only if the server allows it
        // (CORS).
        var given = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        var type = Objects.requireNonNullElse(given, "none");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new Problem(
                    415, String.format(ROOT, "An order is sent with Content-Type: application/json, not %s.", type));
        }
        var receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(MAX_BODY);
        receiver.receiveFullBytes(this::place, OrdersHandler::refuse);
    }

    private void place(HttpServerExchange exchange, byte[] body) {
        try {
            var receipt = desk.place(Order.parse(body));
            var json = JSON.<ObjectNode>valueToTree(receipt.order())
                    .put("price", BigDecimal.valueOf(receipt.quote().cents(), 2))
                    .put("seq", receipt.quote().seq());
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
            exchange.getResponseSender().send(JSON.writeValueAsString(json));
        } catch (Problem problem) {
            problem.send(exchange);
        }
    }

    private static void refuse(HttpServerExchange exchange, IOException failure) {
        if (failure instanceof RequestToLargeException) {
            new Problem(413, String.format(ROOT, "An order has at most %d bytes.", MAX_BODY)).send(exchange);
        } else {
            exchange.endExchange(); // the client has gone
        }
    }
}
