package ticker.lab.course;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitEqual;
import static ticker.lab.Await.awaitResult;

import java.io.BufferedReader;
import java.io.InputStreamReader;
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
        return send("GET", path, "");
    }

    private HttpResponse<String> send(String method, String path, String lastEventId) throws Exception {
        var request = HttpRequest.newBuilder(course.uri().resolve("/microscope/" + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
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
    void streamsALessonsMessages() throws Exception {
        poll(2);
        var request = HttpRequest.newBuilder(course.uri().resolve("/microscope/messages?lesson=polling"))
                .header("Last-Event-ID", "2")
                .build();

        var response = send(request, BodyHandlers.ofInputStream());

        assertEquals(
                "text/event-stream; charset=utf-8",
                response.headers().firstValue("Content-Type").orElse(""));
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
            String line;
            do {
                line = awaitResult("an event with an id", lines::readLine);
            } while (!line.startsWith("id: "));
            assertEquals("id: 3", line);
            assertEquals(
                    "GET /quotes",
                    MessageJson.read(awaitResult("its data", lines::readLine).substring(6))
                            .line());
        }
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
    @ValueSource(strings = {"messages", "transcript.ndjson", "transcript.puml"})
    void aLessonThatIsNotThereIsRefusedWithASentence(String route) throws Exception {
        for (var query : new String[] {"?lesson=gossip", "?lesson=", ""}) {
            var response = get(route + query);

            assertEquals(404, response.statusCode());
            assertTrue(
                    response.body().contains("There are polling, long-polling, streaming, websocket, handshake."),
                    response.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"lessons", "messages?lesson=polling", "transcript.ndjson?lesson=polling", "transcript.puml"})
    void onlyGetIsTaken(String route) throws Exception {
        assertEquals(405, send("POST", route, "").statusCode());
    }

    /** After a 400 an EventSource would never come back. */
    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "9999999999999999999999", "999999", "\u0663"})
    void anIdThatIsNotOursStartsFromTheBeginning(String id) throws Exception {
        poll(1);
        try (var wire = new Wire(course.uri())) {
            wire.send("GET /microscope/messages?lesson=polling HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: %s\r\n\r\n"
                    .formatted(id));

            assertTrue(wire.receive("\r\n\r\n").startsWith("HTTP/1.1 200 OK\r\n"));
            assertTrue(wire.receive("GET /quotes").contains("id: 1\n"), "the first message");
        }
    }
}
