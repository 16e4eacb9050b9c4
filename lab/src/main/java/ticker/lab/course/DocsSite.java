package ticker.lab.course;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;
import io.undertow.server.handlers.resource.ResourceHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import ticker.lab.http.Requests;
import ticker.lab.http.WholeFiles;

/** The files of the docs: compressed, kept by browsers but asked for again, and with a page for what is not there. */
final class DocsSite implements HttpHandler {
    private static final String FOLDER = "docs-site";
    private static final String PREFIX = "/docs/";
    private static final int LONG = 1024; // bytes; below that nothing is saved

    private final HttpHandler files;
    private final String missing = missing();

    DocsSite() {
        var gzip = new ContentEncodingRepository()
                .addEncodingHandler("gzip", new GzipEncodingProvider(), 50, DocsSite::isLong);
        files = new EncodingHandler(new ResourceHandler(new WholeFiles(FOLDER), this::missing), gzip);
    }

    private static boolean isLong(HttpServerExchange exchange) {
        return exchange.getResponseContentLength() > LONG;
    }

    /** Its links lead on from any depth. */
    private static String missing() {
        try (var page = DocsSite.class.getResourceAsStream("/" + FOLDER + "/404.html")) {
            return new String(page.readAllBytes(), UTF_8).replaceAll("(href|src)=\"(?!#|https?:)", "$1=\"" + PREFIX);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        exchange.getResponseHeaders()
                .put(Headers.CACHE_CONTROL, "no-cache") // a new build has other files under the same names
                .put(Headers.VARY, Headers.ACCEPT_ENCODING_STRING);
        files.handleRequest(exchange);
    }

    /** People get a page, scripts and programs what they get elsewhere in the lab. */
    private void missing(HttpServerExchange exchange) {
        var accepted = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
        if (accepted == null || !accepted.contains("text/html")) {
            Requests.missing(exchange);
            return;
        }
        exchange.setStatusCode(404);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/html; charset=utf-8");
        exchange.getResponseSender().send(missing);
    }
}
