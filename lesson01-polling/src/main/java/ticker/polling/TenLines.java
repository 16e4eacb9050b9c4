package ticker.polling;

import io.undertow.Undertow;

/** Undertow in ten lines, to begin with: one handler, which responds to every request with the same price. */
final class TenLines {
    private TenLines() {}

    public static void main(String[] args) {
        var server = Undertow.builder()
                .addHttpListener(Integer.getInteger("port", 8081), "localhost")
                .setHandler(exchange -> exchange.getResponseSender().send("ACME 101.25\n"))
                .build();
        server.start();
        System.out.println("Open http:/" + server.getListenerInfo().get(0).getAddress());
    }
}
