package ticker.websocket;

import static java.util.Locale.ROOT;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.resource.ClassPathResourceManager;
import io.undertow.server.handlers.resource.Resource;
import io.undertow.server.handlers.resource.ResourceHandler;
import io.undertow.server.handlers.resource.URLResource;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;

/** The lesson's page: the files of the folder {@code page}. They may load nothing from another server. */
final class Page implements HttpHandler {
    private static final String POLICY = "default-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'self' http://localhost:* http://127.0.0.1:*"; // the lab shows this page in a frame

    private static final String FOLDER = Page.class.getPackageName().replace('.', '/') + "/page";

    private final HttpHandler files;

    Page() {
        files = Guards.only("GET, HEAD", new ResourceHandler(new WholeFiles(), Page::missing));
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        exchange.getResponseHeaders()
                // A page from a cache can't say over which version of HTTP it came.
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(new HttpString("Content-Security-Policy"), POLICY)
                .put(Headers.REFERRER_POLICY, "no-referrer");
        files.handleRequest(exchange);
    }

    private static void missing(HttpServerExchange exchange) {
        new Problem(404, String.format(ROOT, "There is nothing at %s. The page is at /.", exchange.getRequestPath()))
                .send(exchange);
    }

    /** Sends whole files only: they are small, and Undertow would send a part of one even to a HEAD. */
    private static final class WholeFiles extends ClassPathResourceManager {
        WholeFiles() {
            super(Page.class.getClassLoader(), FOLDER);
        }

        @Override
        public Resource getResource(String path) throws IOException {
            var file = super.getResource(path);
            return file == null ? null : new WholeFile(file);
        }
    }

    private static final class WholeFile extends URLResource {
        WholeFile(Resource file) {
            super(file.getUrl(), file.getPath());
        }

        @Override
        public boolean isRangeSupported() {
            return false;
        }
    }
}
