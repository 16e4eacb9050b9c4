package ticker.production.cluster;

import io.undertow.Undertow;
import ticker.longpolling.LongPollingServer;
import ticker.longpolling.Market;
import ticker.longpolling.Options;
import ticker.production.Program;

/** Lesson 2's server on a market that it shares with others. */
final class LongPollingOnRedis {
    private LongPollingOnRedis() {}

    public static void main(String[] args) {
        Program.run("Lesson 2 on a shared market", 8082, LongPollingOnRedis::start);
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

    static LongPollingServer server(int port, SharedMarket shared, Options options) {
        var market = new Market(0, SharedMarket.LEAD);
        shared.listen(market::accept);
        var server = new LongPollingServer(Undertow.builder().addHttpListener(port, "localhost"), market, options);
        shared.onHalt(server::halt);
        return server;
    }
}
