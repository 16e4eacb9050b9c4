package ticker.lab.course;

import static io.undertow.Handlers.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.resource.ResourceHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import ticker.lab.http.EventStreams;
import ticker.lab.http.Requests;
import ticker.lab.http.SecurityHeaders;
import ticker.lab.http.WholeFiles;
import ticker.lab.microscope.FaultsHandler;
import ticker.lab.microscope.MicroscopeHandler;
import ticker.lab.race.Race;
import ticker.lab.race.RaceHandler;
import ticker.lab.relay.Lesson;
import ticker.lab.relay.Tap;
import ticker.lab.transcript.Transcript;

/** The first page of the course: the question, and a link to each lesson. */
final class StartPage implements AutoCloseable {
    private static final String FOLDER = "ticker/lab/page";

    private final String html;
    private final Undertow undertow;

    StartPage(
            int port,
            List<String> names,
            List<Lesson> lessons,
            Transcript transcript,
            Race race,
            EventStreams streams) {
        html = html(lessons);
        var faults = new FaultsHandler(lessons);
        var microscope = new MicroscopeHandler(lessons, transcript);
        var everything = new StreamHandler(streams, lessons, microscope, faults, race);
        var requests = new Requests(names);
        var routes = path(requests.quick("GET, HEAD", files(FOLDER)))
                .addExactPath("/", requests.quick("GET, HEAD", this::show))
                .addPrefixPath("/docs", requests.quick("GET, HEAD", new DocsSite()))
                .addExactPath("/microscope/lessons", requests.quick("GET, HEAD", microscope::lessons))
                .addExactPath("/microscope/transcript.ndjson", requests.quick("GET, HEAD", microscope::ndjson))
                .addExactPath("/microscope/transcript.puml", requests.quick("GET, HEAD", microscope::puml))
                .addExactPath("/microscope/faults", requests.quick("GET, HEAD, PUT", faults::faults))
                .addExactPath("/microscope/cut", requests.quick("POST", faults::cut))
                .addExactPath("/race/settings", requests.quick("PUT", new RaceHandler(race)::settings))
                .addExactPath("/stream", requests.stream(everything::stream));
        undertow = Requests.listenOn(Tap.addresses(port), port)
                .setHandler(new SecurityHeaders("/microscope/", Requests.everyRequest(routes)))
                .build();
        try {
            undertow.start();
        } catch (RuntimeException failure) { // it has stopped then
            if (failure.getCause() instanceof BindException refused) {
                throw new IllegalArgumentException(Tap.reason(port, refused), failure);
            }
            throw failure;
        }
    }

    private static ResourceHandler files(String folder) {
        return new ResourceHandler(new WholeFiles(folder), Requests::missing);
    }

    private void show(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/html; charset=utf-8");
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
        return String.format(ROOT, """
                <li><a href="%s">%s</a> <span>%s</span> <small>%s</small>
                <a class="lens" href="microscope/?lesson=%s" aria-label="Open with the microscope: %2$s">Open with the microscope</a></li>
                """, lesson.uri(), lesson.title(), lesson.idea(), lesson.shows(), lesson.name());
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
