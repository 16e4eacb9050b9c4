package ticker.lab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The docs as the course serves them. */
class DocsSiteTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Course course = new Course(0, List.of(), 0.1, 7, true);

    @AfterEach
    void stop() {
        course.close();
    }

    @Test
    void aLongFileIsCompressedForAClientThatAsksForIt() throws Exception {
        var plain = get("docs/polling.html");
        var compressed = get("docs/polling.html", "Accept-Encoding", "gzip");

        assertEquals("gzip", compressed.headers().firstValue("Content-Encoding").orElse("none"), "the encoding");
        assertTrue(
                compressed.body().length < plain.body().length / 3,
                () -> compressed.body().length + " bytes instead of " + plain.body().length);
        for (var response : List.of(plain, compressed)) {
            assertEquals(
                    "Accept-Encoding", response.headers().firstValue("Vary").orElse("none"), "what a cache looks at");
        }
    }

    @Test
    void aFileIsKeptByABrowserAndAskedForAgain() throws Exception {
        var first = get("docs/site.css");
        var modified = first.headers().firstValue("Last-Modified").orElseThrow();

        var again = get("docs/site.css", "If-Modified-Since", modified);

        assertEquals("no-cache", first.headers().firstValue("Cache-Control").orElse("none"), "what a cache may do");
        assertEquals(304, again.statusCode(), "the status of the second request");
    }

    @Test
    void aWrongAddressGetsAPageThatLeadsOnFromAnyDepth() throws Exception {
        for (var path : List.of("docs/nothing.html", "docs/not/here/")) {
            var response = get(path, "Accept", "text/html,*/*");
            var page = new String(response.body());

            assertEquals(404, response.statusCode(), path);
            assertTrue(page.contains("<h1>No such page</h1>"), page);
            assertTrue(page.contains("href=\"/docs/site.css\"") && page.contains("href=\"/docs/index.html\""), page);
        }
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(course.uri() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }
}
