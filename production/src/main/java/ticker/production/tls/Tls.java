package ticker.production.tls;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;

/** Listens with TLS. */
public final class Tls {
    private Tls() {}

    /**
     * Listens on a port of localhost, 0 for any that is free. In its first message a client says whether it speaks HTTP/2,
     * and the server chooses (ALPN, RFC 7301). The upgrade to a WebSocket is HTTP/1.1: for it a browser opens a connection
     * on which it offers nothing else.
     */
    public static Undertow.Builder listenOn(int port) {
        return Undertow.builder()
                .addHttpsListener(port, "localhost", Certificate.forLocalhost())
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true);
    }
}
