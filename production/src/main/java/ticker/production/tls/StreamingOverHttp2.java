package ticker.production.tls;

import ticker.production.Program;
import ticker.streaming.Market;
import ticker.streaming.Options;
import ticker.streaming.StreamingServer;
import ticker.streaming.Ticker;

/** Lesson 3's server over TLS: a browser then speaks HTTP/2, and all its streams share one connection. */
final class StreamingOverHttp2 {
    private StreamingOverHttp2() {}

    public static void main(String[] args) {
        Program.run("Lesson 3 over HTTP/2", 8083, StreamingOverHttp2::start);
    }

    private static Program.Running start(Program.Parameters parameters) {
        var options = Options.fromSettings();
        long now = System.currentTimeMillis();
        var market = new Market(now);
        var server = new StreamingServer(Tls.listenWithHttp2On(parameters.port()), market, options);
        new Ticker(market, parameters.seed(), now).start(parameters.rate(), parameters.steady());
        return new Program.Running(server.uri(), server::close);
    }
}
