package ticker.lab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitEqual;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.lab.transcript.MessageJson;

class MicroscopeHandlerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Course course = new Course(0, 0.1, 7, true);

    @AfterEach
    void stop() {
        course.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        var request = HttpRequest.newBuilder(course.uri().resolve("/microscope/" + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        return send(request.build(), BodyHandlers.ofString());
    }

    private static <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws Exception {
        return await("the response to " + request.uri(), CLIENT.sendAsync(request, handler));
    }

    private void poll(int times) throws Exception {
        var quotes = HttpRequest.newBuilder(course.lessons().get(0).uri().resolve("/quotes"));
        for (int i = 0; i < times; i++) {
            send(quotes.build(), BodyHandlers.ofString());
        }
        awaitEqual(
                "messages that the tap has seen",
                2L * times,
                () -> course.transcript().counts("polling").messages());
    }

    @Test
    void saysWhichLessonsThereAre() throws Exception {
        var lessons = get("lessons").body();

        assertTrue(
                lessons.startsWith("[{\"name\":\"polling\",\"title\":\"1 · Polling\",\"uri\":\"%s\"},"
                        .formatted(course.lessons().get(0).uri())),
                lessons);
        assertEquals(5, lessons.split("\"name\"").length - 1, lessons);
    }

    @Test
    void savesASessionOneMessageALine() throws Exception {
        poll(2);

        var response = get("transcript.ndjson?lesson=polling");

        assertEquals(
                "attachment; filename=\"polling.ndjson\"",
                response.headers().firstValue("Content-Disposition").orElse(""));
        var lines = new ArrayList<String>();
        for (var json : response.body().lines().toList()) {
            lines.add(MessageJson.read(json).line());
        }
        assertEquals(List.of("GET /quotes", "200 OK", "GET /quotes", "200 OK"), lines);
    }

    /** As the page shows them. */
    @ParameterizedTest
    @CsvSource({
        "from=3, GET /quotes|200 OK",
        "from=2&to=3, 200 OK|GET /quotes",
        "kind=response, 200 OK|200 OK",
        "direction=up&to=2, GET /quotes",
        "connection=1&text=get, GET /quotes|GET /quotes",
        "text=ACME, 200 OK|200 OK",
        "connection=99, ''",
        "kind=&direction=&connection=&text=&from=x, GET /quotes|200 OK|GET /quotes|200 OK"
    })
    void onlyWhatPassesTheFilterIsSavedAndExported(String filter, String lines) throws Exception {
        poll(2);

        var saved = new ArrayList<String>();
        for (var json :
                get("transcript.ndjson?lesson=polling&" + filter).body().lines().toList()) {
            saved.add(MessageJson.read(json).line());
        }
        var arrows = get("transcript.puml?lesson=polling&" + filter)
                .body()
                .lines()
                .filter(line -> line.matches("(up|down) -+>+ (up|down) : .*"))
                .count();

        assertEquals(lines, String.join("|", saved));
        assertEquals(saved.size(), arrows, "arrows in the diagram");
    }

    @Test
    void exportsASessionAsADiagram() throws Exception {
        poll(1);

        var response = get("transcript.puml?lesson=polling");

        assertEquals(
                "attachment; filename=\"polling.puml\"",
                response.headers().firstValue("Content-Disposition").orElse(""));
        assertTrue(response.body().startsWith("@startuml\n"), response.body());
        assertTrue(response.body().contains("up -> down : GET /quotes\\n"), response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"transcript.ndjson", "transcript.puml"})
    void aLessonThatIsNotThereIsRefusedWithASentence(String route) throws Exception {
        for (var query : new String[] {"?lesson=gossip", "?lesson=", ""}) {
            var response = get(route + query);

            assertEquals(404, response.statusCode(), "the status");
            assertTrue(
                    response.body().contains("There are polling, long-polling, streaming, websocket, handshake."),
                    response.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lessons", "transcript.ndjson?lesson=polling", "transcript.puml"})
    void onlyGetIsTaken(String route) throws Exception {
        assertEquals(405, send("POST", route).statusCode(), "the status");
    }
}
