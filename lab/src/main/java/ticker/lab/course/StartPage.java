package ticker.lab.course;

import static io.undertow.Handlers.header;
import static io.undertow.Handlers.path;
import static io.undertow.Handlers.resource;
import static java.nio.charset.StandardCharsets.UTF_8;
import static ticker.lab.http.Requests.everyRequest;
import static ticker.lab.http.Requests.own;
import static ticker.lab.http.Requests.quick;
import static ticker.lab.http.Requests.route;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.resource.ResourceHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import ticker.lab.http.WholeFiles;
import ticker.lab.microscope.FaultsHandler;
import ticker.lab.microscope.MicroscopeHandler;
import ticker.lab.race.Race;
import ticker.lab.race.RaceHandler;
import ticker.lab.relay.Lesson;
import ticker.lab.transcript.Transcript;

/** The first page of the course: the question, and a link to each lesson. */
final class StartPage implements AutoCloseable {
    private static final String FOLDER = "ticker/lab/page";
    private static final String DOCS = "docs-site";

    private static final String POLICY = "Content-Security-Policy";
    private static final String OWN = "default-src 'self'; base-uri 'none'; form-action 'none'";
    private static final String FRAMING = OWN + "; frame-src http://localhost:*"; // the lessons' pages

    private final String html;
    private final Undertow undertow;

    StartPage(int port, List<Lesson> lessons, Transcript transcript, Race race) {
        html = html(lessons);
        var faults = new FaultsHandler(lessons);
        var microscope = new MicroscopeHandler(lessons, transcript);
        var watching = new RaceHandler(race);
        undertow = Undertow.builder()
                .addHttpListener(port, "localhost")
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 16 * 1024)
                .setServerOption(UndertowOptions.BUFFER_PIPELINED_DATA, false)
                .setHandler(everyRequest(path(files(FOLDER))
                        .addExactPath("/", this::show)
                        .addPrefixPath("/docs", files(DOCS))
                        .addPrefixPath("/microscope", header(files(FOLDER + "/microscope"), POLICY, FRAMING))
                        .addExactPath("/microscope/lessons", route("GET, HEAD", microscope::lessons))
                        .addExactPath("/microscope/messages", route("GET", microscope::messages))
                        .addExactPath("/microscope/transcript.ndjson", quick("GET, HEAD", microscope::ndjson))
                        .addExactPath("/microscope/transcript.puml", quick("GET, HEAD", microscope::puml))
                        .addExactPath("/microscope/faults", own("GET, HEAD, PUT", faults::faults))
                        .addExactPath("/microscope/cut", own("POST", faults::cut))
                        .addPrefixPath("/race", header(files(FOLDER + "/race"), POLICY, OWN))
                        .addExactPath("/race/state", route("GET", watching::state))
                        .addExactPath("/race/settings", own("PUT", watching::settings))))
                .build();
        try {
            undertow.start();
        } catch (RuntimeException failure) {
            undertow.stop();
            if (failure.getCause() instanceof BindException) {
                throw new IllegalArgumentException(
                        "Port %d is taken. The course takes six ports in a row: -Dport=N takes N to N+5."
                                .formatted(port),
                        failure);
            }
            throw failure;
        }
    }

    private static ResourceHandler files(String folder) {
        return resource(new WholeFiles(folder));
    }

    private void show(HttpServerExchange exchange) {
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, "text/html; charset=utf-8")
                .put(new HttpString(POLICY), OWN)
                .put(new HttpString("X-Content-Type-Options"), "nosniff");
        exchange.getResponseSender().send(html);
    }

    private static String html(List<Lesson> lessons) {
        try (var page = StartPage.class.getResourceAsStream("/" + FOLDER + "/index.html")) {
            var list = lessons.stream().map(StartPage::html).collect(Collectors.joining());
            return new String(page.readAllBytes(), UTF_8).replace("<!-- lessons -->", list);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String html(Lesson lesson) {
        return """
                <li><a href="%s">%s</a> <span>%s</span> <small>%s</small>
                <a class="lens" href="microscope/?lesson=%s" aria-label="Open with the microscope: %2$s">Open with the microscope</a></li>
                """.formatted(lesson.uri(), lesson.title(), lesson.idea(), lesson.shows(), lesson.name());
    }

    URI uri() {
        var address = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
        return URI.create("http://localhost:" + address.getPort() + "/");
    }

    @Override
    public void close() {
        undertow.stop();
    }
}
