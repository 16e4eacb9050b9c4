package ticker.lab;

import static io.undertow.Handlers.header;
import static io.undertow.Handlers.path;
import static io.undertow.Handlers.resource;
import static java.nio.charset.StandardCharsets.UTF_8;
import static ticker.lab.Guards.deadline;
import static ticker.lab.Guards.only;
import static ticker.lab.Guards.problems;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.resource.ClassPathResourceManager;
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
import ticker.lab.tap.Transcript;

/** The first page of the course: the question, and a way to each of its answers. */
final class StartPage implements AutoCloseable {
    private static final String FOLDER = "ticker/lab/page";
    private static final String DOCS = "ticker/docs/site";

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
                .setHandler(path(files(FOLDER))
                        .addExactPath("/", this::show)
                        .addPrefixPath("/docs", files(DOCS))
                        .addPrefixPath("/microscope", header(files(FOLDER + "/microscope"), POLICY, FRAMING))
                        .addExactPath("/microscope/lessons", problems(only("GET, HEAD", microscope::lessons)))
                        .addExactPath("/microscope/messages", problems(only("GET", microscope::messages)))
                        .addExactPath(
                                "/microscope/transcript.ndjson",
                                deadline(problems(only("GET, HEAD", microscope::ndjson))))
                        .addExactPath(
                                "/microscope/transcript.puml", deadline(problems(only("GET, HEAD", microscope::puml))))
                        .addExactPath("/microscope/faults", deadline(problems(only("GET, HEAD, PUT", faults::faults))))
                        .addExactPath("/microscope/cut", deadline(problems(only("POST", faults::cut))))
                        .addPrefixPath("/race", header(files(FOLDER + "/race"), POLICY, OWN))
                        .addExactPath("/race/state", problems(only("GET", watching::state)))
                        .addExactPath("/race/settings", deadline(problems(only("PUT", watching::settings)))))
                .build();
        try {
            undertow.start();
        } catch (RuntimeException failure) {
            undertow.stop();
            if (failure.getCause() instanceof BindException) {
                throw new IllegalArgumentException(
                        "Port %d is taken. Choose another one: -Dport=9080".formatted(port), failure);
            }
            throw failure;
        }
    }

    private static ResourceHandler files(String folder) {
        return resource(new ClassPathResourceManager(StartPage.class.getClassLoader(), folder));
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
