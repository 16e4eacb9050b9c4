package ticker.production.cluster;

import io.undertow.Undertow;
import ticker.production.Program;
import ticker.websocket.Market;
import ticker.websocket.Options;
import ticker.websocket.WebSocketServer;

/** Lesson 4's server on a market, and with an order desk, that it shares with others. */
final class WebSocketOnRedis {
    private WebSocketOnRedis() {}

    public static void main(String[] args) {
        Program.run("Lesson 4 on a shared market", 8084, WebSocketOnRedis::start);
    }

    private static Program.Running start(Program.Parameters parameters) {
        var options = Options.fromSettings();
        var shared = SharedMarket.fromSettings();
        var server = server(parameters.port(), shared, options);
        var leader = new MarketLeader(shared, parameters.seed());
        leader.start(parameters.rate(), parameters.steady());
        return new Program.Running(server.uri(), () -> {
            server.close();
            leader.close();
            shared.close();
        });
    }

    static WebSocketServer server(int port, SharedMarket shared, Options options) {
        var market = new Market(0, SharedMarket.LEAD);
        shared.listen(market::accept);
        var listeners = Undertow.builder().addHttpListener(port, "localhost");
        var server = new WebSocketServer(listeners, market, new SharedOrderDesk(shared), options);
        shared.onHalt(server::halt);
        return server;
    }
}
