package ticker.lab.course;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;

import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.lab.relay.Faults;

class FaultsHandlerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String OFF =
            "{\"delayUp\":0,\"delayDown\":0,\"stall\":false,\"bufferBytes\":0,\"bufferMillis\":0,\"piece\":0}";
    private static final String ON =
            "{\"delayUp\":1,\"delayDown\":2,\"stall\":true,\"bufferBytes\":3,\"bufferMillis\":4,\"piece\":5}";

    private final Course course = new Course(0, 0.1, 7, true);

    @AfterEach
    void stop() {
        course.close();
    }

    @Test
    void whatIsSetIsWhatTheTapDoes() throws Exception {
        assertEquals(OFF, send("GET", "faults?lesson=streaming", "").body());

        assertEquals(ON, send("PUT", "faults?lesson=streaming", ON).body());

        assertEquals(ON, send("GET", "faults?lesson=streaming", "").body());
        assertEquals(OFF, send("GET", "faults?lesson=polling", "").body(), "the others are left alone");
        assertEquals(
                new Faults(1, 2, true, 3, 4, 5), course.lessons().get(2).tap().faults());
    }

    @Test
    void whatIsLeftOutIsOff() throws Exception {
        send("PUT", "faults?lesson=polling", ON);

        assertEquals(
                OFF.replace("\"piece\":0", "\"piece\":7"),
                send("PUT", "faults?lesson=polling", "{\"piece\":7}").body());
    }

    @Test
    void allMeansEveryLessonButOnlyOneCanBeAsked() throws Exception {
        assertEquals(ON, send("PUT", "faults?lesson=all", ON).body());

        assertProblem(400, "Ask for one lesson at a time.", send("GET", "faults?lesson=all", ""));
        for (var lesson : course.lessons()) {
            assertEquals(ON, send("GET", "faults?lesson=" + lesson.name(), "").body(), lesson.title());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'delayUp':-1}      | delayUp must be a whole number from 0 to 60000, not -1.",
                "{'delayUp':1.5}     | delayUp must be a whole number, not 1.5.",
                "{'delayDown':'200'} | delayDown must be a whole number, not \"200\".",
                "{'piece':9999999999} | piece is out of range: 9999999999.",
                "{'piece':99999999999999999999} | piece is out of range: 99999999999999999999.",
                "{'piece':-99999999999999999999} | piece is out of range: -99999999999999999999.",
                "{'delayUp':1e999}   | delayUp is out of range: Infinity.",
                "{'delayUp':1e400}   | delayUp is out of range: Infinity.",
                "{'delayUp':1e99999999999} | delayUp is out of range: Infinity.",
                "{'delayUp':'NaN'}   | delayUp must be a whole number, not \"NaN\".",
                "{'piece':null}      | piece must be a whole number, not null.",
                "{'stall':1}         | stall must be true or false, not 1.",
                "{'delay':1}         | There is no fault \"delay\", only delayUp, delayDown, stall, bufferBytes, bufferMillis, piece.",
                "[]                  | Faults are a JSON object, such as {\"delayDown\":200}.",
                "{                   | The body is not JSON. Faults are a JSON object, such as {\"delayDown\":200}.",
                "{'piece':1,'piece':2} | The body is not JSON. Faults are a JSON object, such as {\"delayDown\":200}.",
            })
    void nonsenseIsToldWhatWouldDoAndChangesNothing(String body, String sentence) throws Exception {
        var response = send("PUT", "faults?lesson=polling", body.replace('\'', '"'));

        assertProblem(400, sentence, response);
        assertEquals(OFF, send("GET", "faults?lesson=polling", "").body());
    }

    @ParameterizedTest
    @MethodSource("bodiesThatAreNoObject")
    void aBodyThatIsNoObjectGetsItsOwnReason(String body, String reason) throws Exception {
        assertProblem(
                400,
                reason + " Faults are a JSON object, such as {\"delayDown\":200}.",
                send("PUT", "faults?lesson=polling", body));
        assertProblem(
                400,
                reason + " The settings are a JSON object with rate, interval, clients, symbol.",
                send("PUT", "../race/settings", body));
    }

    static Stream<Arguments> bodiesThatAreNoObject() {
        return Stream.of(
                Arguments.of("", "The body is empty."),
                Arguments.of(" \r\n", "The body is empty."),
                Arguments.of("{\"piece\":NaN}", "The body is not JSON."),
                Arguments.of("{\"piece\":}", "The body is not JSON."),
                Arguments.of("{} {}", "The body is not JSON."),
                Arguments.of("[".repeat(2000) + "]".repeat(2000), "The body is nested too deep."),
                Arguments.of(
                        "{\"piece\":" + "[".repeat(2000) + "]".repeat(2000) + "}", "The body is nested too deep."));
    }

    @Test
    void aLongNumberIsOutOfRangeAndNothingElse() throws Exception {
        for (int digits : List.of(1000, 1001, 4000)) {
            var number = "9".repeat(digits);

            assertProblem(
                    400,
                    "piece is out of range: %s….".formatted("9".repeat(40)),
                    send("PUT", "faults?lesson=polling", "{\"piece\":%s}".formatted(number)));
            assertProblem(
                    400,
                    "rate must be a number from 0.1 to 1000, not Infinity.",
                    send(
                            "PUT",
                            "../race/settings",
                            "{\"rate\":%s,\"interval\":1000,\"clients\":0,\"symbol\":\"ACME\"}".formatted(number)));
        }
    }

    /** The overlong form of A (RFC 3629 §3). */
    @Test
    void aBodyThatIsNotUtf8IsRefused() throws Exception {
        var body = "{\"rate\":2,\"interval\":1000,\"clients\":0,\"symbol\":\"\u00c1\u0081CME\"}".getBytes(ISO_8859_1);
        var request = HttpRequest.newBuilder(course.uri().resolve("race/settings"))
                .PUT(BodyPublishers.ofByteArray(body))
                .build();

        assertProblem(
                400,
                "The body is not UTF-8. The settings are a JSON object with rate, interval, clients, symbol.",
                send(request));
    }

    @Test
    void tooLongABodyIsRefused() throws Exception {
        assertProblem(413, "The body has at most 4096 bytes.", send("PUT", "faults?lesson=polling", " ".repeat(4097)));
        assertEquals(
                200,
                send("PUT", "faults?lesson=polling", OFF + " ".repeat(4096 - OFF.length()))
                        .statusCode(),
                "the status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"faults?lesson=telegraph", "cut?lesson=telegraph&how=fin"})
    void aLessonThatDoesNotExistIsToldWhichDo(String route) throws Exception {
        assertProblem(
                400,
                "lesson must be one of polling, long-polling, streaming, websocket, handshake, or all, not \"telegraph\".",
                send(route.startsWith("cut") ? "POST" : "GET", route, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fin", "rst"})
    void aCutEndsWhatIsOpen(String how) throws Exception {
        var streaming = course.lessons().get(2);
        try (var wire = new Wire(streaming.uri())) {
            wire.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
            wire.receive("\r\n\r\n");

            assertEquals(
                    204, send("POST", "cut?lesson=streaming&how=" + how, "").statusCode(), "the status");

            awaitEnd(wire, how);
        }
    }

    private static void awaitEnd(Wire wire, String how) throws IOException {
        if (how.equals("fin")) {
            wire.receiveAll();
        } else {
            assertThrows(SocketException.class, wire::receiveAll, "the connection should be reset");
        }
    }

    @Test
    void aCutOfAnotherKindIsRefused() throws Exception {
        assertProblem(400, "how must be fin or rst, not \"axe\".", send("POST", "cut?lesson=all&how=axe", ""));
        assertProblem(400, "how must be fin or rst, not \"\".", send("POST", "cut?lesson=all", ""));
        assertProblem(405, "/microscope/cut takes only POST.", send("GET", "cut?lesson=all&how=fin", ""));
    }

    /** The routes with effects. */
    @ParameterizedTest
    @CsvSource({"PUT, microscope/faults?lesson=all", "POST, microscope/cut?lesson=all&how=rst", "PUT, race/settings"})
    void onlyOurOwnPagesMayDisturbTheLessons(String method, String route) throws Exception {
        assertProblem(
                403,
                "Pages of http://evil.example are not allowed here.",
                sendFrom("http://evil.example", method, route));

        var own = course.uri().toString().replaceFirst("/$", "");
        assertNotEquals(403, sendFrom(own, method, route).statusCode(), "our own page");
    }

    private HttpResponse<String> sendFrom(String origin, String method, String route) throws Exception {
        return send(HttpRequest.newBuilder(course.uri().resolve(route))
                .method(method, BodyPublishers.ofString(ON))
                .header("Origin", origin)
                .build());
    }

    private HttpResponse<String> send(String method, String route, String body) throws Exception {
        var request = HttpRequest.newBuilder(course.uri().resolve("microscope/" + route))
                .method(method, BodyPublishers.ofString(body))
                .build();
        return send(request);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return await("the response to " + request.uri(), CLIENT.sendAsync(request, BodyHandlers.ofString()));
    }

    private static void assertProblem(int status, String sentence, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response::body);
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElse(""));
        var detail = "\"detail\":\"%s\"}".formatted(sentence.replace("\"", "\\\""));
        assertTrue(response.body().endsWith(detail), response::body);
    }
}
