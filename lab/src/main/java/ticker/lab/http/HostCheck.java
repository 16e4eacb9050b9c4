package ticker.lab.http;

import static java.util.Locale.ROOT;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.List;

/**
 * Lets in requests whose Host is a name that this server knows: localhost, an address of the loopback, or a name that is
 * allowed. The name of a foreign page can be made to lead here (DNS rebinding). For the browser that page is then one of
 * ours: its Origin equals the Host, and it may read the response. Only the name in the Host is not ours.
 */
final class HostCheck implements HttpHandler {
    // With or without a port. A browser writes each address of the loopback in one of these forms.
    private static final String OWN = "(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?";

    private final List<String> names;
    private final HttpHandler next;

    HostCheck(List<String> names, HttpHandler next) {
        this.names = names;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        var hosts = exchange.getRequestHeaders().get(Headers.HOST);
        var host = hosts == null ? "" : String.join(", ", hosts);
        if (!isKnown(host.toLowerCase(ROOT))) {
            throw new Problem(
                    403,
                    String.format(
                            ROOT, "This server is not known as \"%s\". -Dnames=NAME allows one more name.", host));
        }
        next.handleRequest(exchange);
    }

    private boolean isKnown(String host) {
        return host.matches(OWN) || names.contains(host.replaceFirst(":\\d+$", ""));
    }
}
