package ticker.production.tls;

import ticker.production.Program;
import ticker.websocket.Market;
import ticker.websocket.Options;
import ticker.websocket.Ticker;
import ticker.websocket.WebSocketServer;

/** Lesson 4's server over TLS: {@code https://} for the page, {@code wss://} for its socket. */
final class WebSocketOverTls {
    private WebSocketOverTls() {}

    public static void main(String[] args) {
        Program.run("Lesson 4 over TLS", 8084, WebSocketOverTls::start);
    }

    private static Program.Running start(Program.Parameters parameters) {
        var options = Options.fromSettings();
        long now = System.currentTimeMillis();
        var market = new Market(now);
        var server = new WebSocketServer(Tls.listenOn(parameters.port()), market, options);
        new Ticker(market, parameters.seed(), now).start(parameters.rate(), parameters.steady());
        return new Program.Running(server.uri(), server::close);
    }
}
