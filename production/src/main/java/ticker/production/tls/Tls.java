package ticker.production.tls;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;

/** Listens with TLS. */
public final class Tls {
    private Tls() {}

    /**
     * Listens on a port of localhost, 0 for any that is free. It speaks HTTP/1.1, which is all that the upgrade to a WebSocket
     * needs.
     */
    public static Undertow.Builder listenOn(int port) {
        return Undertow.builder().addHttpsListener(port, "localhost", new GuardedContext(Certificate.forLocalhost()));
    }

    /**
     * Speaks HTTP/2, too: in its first message a client says whether it does, and the server chooses (ALPN, RFC 7301). Undertow
     * then has no time limit for a client that sends no request.
     */
    public static Undertow.Builder listenWithHttp2On(int port) {
        return listenOn(port).setServerOption(UndertowOptions.ENABLE_HTTP2, true);
    }
}
