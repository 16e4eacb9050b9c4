package ticker.lab.course;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.awaitResult;
import static ticker.lab.Await.stays;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lab's own server, to clients that are slow, and to pages that are not its own. What is sent is bytes. */
class LabServerTest {
    private static final String SETTINGS = "{\"rate\":2,\"interval\":1000,\"clients\":0,\"symbol\":\"ACME\"}";

    private final Course course = new Course(0, List.of("course.example"), 0.1, 7, true);

    @AfterEach
    void stop() {
        course.close();
    }

    /** What has effects, and what tells of the wires. */
    static List<String> routesForOurOwnPages() {
        return List.of(
                "GET /stream?race",
                "PUT /race/settings",
                "GET /microscope/faults?lesson=polling",
                "PUT /microscope/faults?lesson=all",
                "POST /microscope/cut?lesson=all&how=fin",
                "GET /stream?polling=0",
                "GET /microscope/transcript.ndjson?lesson=polling",
                "GET /microscope/transcript.puml?lesson=polling");
    }

    @Test
    void aRequestThatStopsHalfWayIsEndedAfterFourSeconds() throws Exception {
        long start = System.nanoTime();
        try (var head = new Wire(course.uri());
                var body = new Wire(course.uri());
                var page = new Wire(course.uri());
                var refused = new Wire(course.uri())) {
            head.send("GET /race/ HTTP/1.1\r\nHost: loc");
            body.send("PUT /race/settings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60\r\n\r\n{");
            page.send("GET /race/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60\r\n\r\nhalf of");
            refused.send("POST /stream?race HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60\r\n\r\nhalf of");

            for (var half : List.of(head, body, page, refused)) {
                assertDoesNotThrow(
                        half::receiveAll, "the lab should close the connection of a request that stops half-way");
                long waited = (System.nanoTime() - start) / 1_000_000;
                assertTrue(
                        waited >= 3900, String.format(ROOT, "closed after %d ms, too soon for a slow network", waited));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/search.js", "/microscope/lessons"})
    void theConnectionOfAClientThatNeverReadsIsClosed(String path) throws Exception {
        try (var wire = new Wire(course.uri())) {
            assertTrue(
                    awaitResult(
                            "the lab to close the connection of a client that never reads", () -> isClosed(wire, path)),
                    "the lab took 10 million requests of a client that never reads");
        }
    }

    private static boolean isClosed(Wire wire, String path) {
        var requests =
                "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path).repeat(10_000);
        try {
            for (int sent = 0; sent < 1000; sent++) {
                wire.send(requests);
            }
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    /** With such a name, the browser takes a foreign page for a page of this server. */
    @ParameterizedTest
    @MethodSource("routesForOurOwnPages")
    void aNameThatIsNotOursLeadsToARefusal(String route) throws Exception {
        for (var name :
                List.of("evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example")) {
            var response = respond(route, name, "http://" + name);

            assertTrue(response.startsWith("HTTP/1.1 403 Forbidden\r\n"), response);
            assertTrue(response.endsWith("""
                            {"title":"Forbidden","status":403,"detail":"This server is not known as \\"%s\\". \
                            -Dnames=NAME allows one more name."}""".formatted(name)), response);
        }
    }

    @Test
    void aRequestWithoutANameOrWithTwoIsRefused() throws Exception {
        for (var hosts : List.of("", "Host:\r\n", "Host: localhost\r\nHost: evil.example\r\n")) {
            try (var wire = new Wire(course.uri())) {
                wire.send("GET /stream?race HTTP/1.1\r\n%sConnection: close\r\n\r\n".formatted(hosts));

                var response = wire.receiveAll();

                assertTrue(response.matches("(?s)HTTP/1.1 40[03] .*"), response);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:8080", "127.0.0.1", "127.8.9.10:8080", "[::1]:8080", "course.example:80"
            })
    void theNamesOfThisMachineAndThoseThatAreAllowedAreOurs(String name) throws Exception {
        for (var route : routesForOurOwnPages()) {
            var head = respond(route, name, "http://" + name);

            assertTrue(head.matches("(?s)HTTP/1.1 20[04] .*"), route + ": " + head);
        }
    }

    @ParameterizedTest
    @MethodSource("routesForOurOwnPages")
    void aPageOfAnotherOriginIsRefusedWhateverItWants(String route) throws Exception {
        var response = respond(route, "localhost", "http://evil.example");

        assertTrue(response.startsWith("HTTP/1.1 403 Forbidden\r\n"), response);
    }

    /** The head of the response, and its body when that has an end. */
    private String respond(String route, String host, String origin) throws Exception {
        try (var wire = new Wire(course.uri())) {
            var body = route.startsWith("PUT /race") ? SETTINGS : route.startsWith("PUT") ? "{}" : "";
            wire.send(String.format(
                    ROOT,
                    "%s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s",
                    route,
                    host,
                    origin,
                    body.length(),
                    body));
            var head = wire.receive("\r\n\r\n");
            return head.contains("text/event-stream") ? head : head + wire.receiveAll();
        }
    }

    @Test
    void everyResponseOfTheLabHasItsSecurityHeaders() throws Exception {
        for (var path : everyPathOfTheLab()) {
            var head = head(course.uri(), path);

            assertTrue(head.contains("\r\nX-Content-Type-Options: nosniff\r\n"), path + ": " + head);
            assertTrue(head.contains("\r\nReferrer-Policy: no-referrer\r\n"), path + ": " + head);
            var policy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                    + (path.startsWith("/microscope/") ? "; frame-src http://localhost:*" : "");
            assertTrue(head.contains("\r\nContent-Security-Policy: %s\r\n".formatted(policy)), path + ": " + head);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing-is-here",
                "/docs/nothing.html",
                "/docs/a/b.js",
                "/docs/drawing",
                "/docs/drawing/",
                "/race/nothing",
                "/stream/nothing",
                "/microscope/nothing",
                "/microscope/faults/nothing",
                "/%00",
                "/docs/%2e%2e/%2e%2e/nothing"
            })
    void whereNothingIsTheLabSaysSo(String path) throws Exception {
        var response = ask("GET", path);

        assertTrue(response.startsWith("HTTP/1.1 404 Not Found\r\n"), response);
        assertTrue(response.contains("\r\nContent-Type: application/problem+json\r\n"), response);
        assertTrue(
                response.contains("{\"title\":\"Not Found\",\"status\":404,\"detail\":\"There is nothing at /"),
                response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stream?race", "/stream?polling=0"})
    void aHeadOfAStreamIsItsHeadersAndTheEnd(String path) throws Exception {
        var head = ask("HEAD", path).replaceFirst("Date: [^\r]+", "Date: …");

        assertEquals(head("GET", path), head);
        assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
        assertTrue(head.contains("\r\nContent-Type: text/event-stream; charset=utf-8\r\n"), head);
    }

    /** After a HEAD there is no client that watches. */
    @Test
    void aHeadStartsNoRace() throws Exception {
        ask("HEAD", "/stream?race");

        stays(
                "the connections of the race",
                Duration.ofMillis(500),
                () -> course.transcript().counts("polling").connections(),
                connections -> connections == 0);
    }

    private String head(String method, String path) throws Exception {
        try (var wire = new Wire(course.uri())) {
            wire.send("%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(method, path));
            return wire.receive("\r\n\r\n").replaceFirst("Date: [^\r]+", "Date: …");
        }
    }

    @Test
    void everyRefusalOfAMethodIsAProblemDocument() throws Exception {
        for (var path : everyPathOfTheLab()) {
            for (var method : List.of("DELETE", "TRACE", "OPTIONS", "get")) {
                var response = ask(method, path);

                assertTrue(response.startsWith("HTTP/1.1 405 Method Not Allowed\r\n"), method + path + response);
                assertTrue(response.contains("\r\nAllow: "), response);
                assertTrue(response.contains("\r\nContent-Type: application/problem+json\r\n"), response);
                assertTrue(response.contains("{\"title\":\"Method Not Allowed\",\"status\":405,"), response);
            }
        }
    }

    private String ask(String method, String path) throws Exception {
        try (var wire = new Wire(course.uri())) {
            wire.send("%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(method, path));
            return wire.receiveAll();
        }
    }

    private static List<String> everyPathOfTheLab() throws Exception {
        var routes = Stream.of(
                "/stream?race",
                "/race/settings",
                "/microscope/lessons",
                "/microscope/faults?lesson=polling",
                "/microscope/faults",
                "/microscope/cut",
                "/stream?polling=0",
                "/stream",
                "/microscope/transcript.ndjson?lesson=polling",
                "/microscope/transcript.puml?lesson=polling",
                "/",
                "/race/",
                "/race",
                "/docs/",
                "/docs",
                "/microscope/",
                "/nothing-is-here");
        return Stream.of(routes, files("ticker/lab/page", "/"), files("docs-site", "/docs/"))
                .flatMap(paths -> paths)
                .toList();
    }

    /** The paths of all files of a folder of the class path. */
    private static Stream<String> files(String folder, String prefix) throws Exception {
        var uri = LabServerTest.class.getClassLoader().getResource(folder).toURI();
        if (!uri.getScheme().equals("jar")) {
            return files(Path.of(uri), prefix);
        }
        // Where the build has packed the other modules before it tests this one.
        var jar = Path.of(URI.create(uri.getRawSchemeSpecificPart().replaceFirst("!.*", "")));
        try (var packed = FileSystems.newFileSystem(jar)) {
            return files(packed.getPath(folder), prefix);
        }
    }

    private static Stream<String> files(Path root, String prefix) throws Exception {
        try (var files = Files.walk(root)) {
            return files
                    .filter(Files::isRegularFile)
                    .map(file -> prefix + root.relativize(file).toString().replace('\\', '/'))
                    .toList()
                    .stream();
        }
    }

    @Test
    void everyResponseOfALessonIsWhatItsTypeSays() throws Exception {
        for (var lesson : course.lessons()) {
            var own = lesson.uri();
            for (var path : everyPathOfALesson(lesson.name())) {
                var head = head(own, path);

                assertTrue(
                        head.contains("\r\nContent-Length: 0\r\n")
                                || head.contains("\r\nX-Content-Type-Options: nosniff\r\n"),
                        lesson.title() + " " + path + ": " + head);
            }
        }
    }

    private static List<String> everyPathOfALesson(String lesson) throws Exception {
        var routes = Stream.of(
                "/",
                "/quotes",
                "/quotes?after=x",
                "/orders",
                "/stream",
                "/events",
                "/echo",
                "/push",
                "/mistakes",
                "/xray",
                "/nothing");
        var page = files("ticker/%s/page".formatted(lesson.replace("-", "")), "/");
        return Stream.concat(routes, page).toList();
    }

    private static String head(URI server, String path) throws Exception {
        try (var wire = new Wire(server)) {
            wire.send(String.format(ROOT, "GET %s HTTP/1.1\r\nHost: localhost:%d\r\n\r\n", path, server.getPort()));
            return wire.receive("\r\n\r\n");
        }
    }
}
