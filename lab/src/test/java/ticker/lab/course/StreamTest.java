package ticker.lab.course;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.awaitEqual;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.lab.relay.Faults;

/** The one stream of a browser. What is sent is bytes. */
class StreamTest {
    private final Course course = new Course(0, 0.1, 7, true);

    @AfterEach
    void stop() {
        course.close();
    }

    @Test
    void firstItSaysWhichLabThisIsAndThenTheFaults() throws Exception {
        try (var wire = get("/stream")) {
            var head = wire.receive("\r\n\r\n");
            assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
            assertTrue(head.contains("\r\nContent-Type: text/event-stream; charset=utf-8\r\n"), head);

            var beginning = wire.receive("}}\n\n");
            assertTrue(
                    beginning.matches("(?s).*retry: 1000\n\nevent: lab\n"
                            + "data: \\{\"began\":\\d{13},\"time\":\\d{13}\\.\\d{3}}\n\n"
                            + "event: faults\ndata: \\{\"polling\":\\{\"delayUp\":0,.*}}\n\n"),
                    beginning);

            course.lessons().get(4).tap().faults(new Faults(0, 7, false, 0, 0, 0));
            assertContains("\"handshake\":{\"delayUp\":0,\"delayDown\":7,", wire.receive("}}\n\n"));
        }
    }

    @Test
    void itBringsTheMessagesOfSeveralLessonsAndTheRace() throws Exception {
        ask(0);
        ask(1);
        try (var wire = get("/stream?polling=0&long-polling=0&race")) {
            wire.receive("\"lesson\":\"long-polling\",\"connection\":1,");
            wire.receive("\"lesson\":\"polling\",\"connection\":1,");
            wire.receive("event: state\ndata: {\"began\":");
        }
    }

    @Test
    void itGoesOnAfterTheLastMessageThatTheClientHas() throws Exception {
        ask(0);
        long lab = began();
        try (var wire = get(String.format(ROOT, "/stream?lab=%d&polling=1", lab))) {
            assertContains("event: counts\n", wire.receive("event: message\ndata: {\"number\":2,"));
        }
    }

    /** As after a restart: the new lab may have had as many messages as the old one. */
    @Test
    void aNumberOfAnotherLabStartsFromTheBeginning() throws Exception {
        ask(0);
        try (var wire = get("/stream?lab=1&polling=1")) {
            wire.receive("event: message\ndata: {\"number\":1,");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "9999999999999999999999", "999999", "%D9%A3"})
    void anIdThatIsNotOursStartsFromTheBeginning(String id) throws Exception {
        ask(0);
        try (var wire = get(String.format(ROOT, "/stream?lab=%d&polling=%s", began(), id))) {
            wire.receive("event: message\ndata: {\"number\":1,");
        }
    }

    @Test
    void aLessonThatThereIsNotIsRefusedWithASentence() throws Exception {
        try (var wire = get("/stream?polling=0&gossip=0")) {
            assertContains("HTTP/1.1 404 Not Found\r\n", wire.receive("\r\n\r\n"));
            assertEquals(
                    "{\"title\":\"Not Found\",\"status\":404,\"detail\":\"There is no lesson \\\"gossip\\\"."
                            + " There are polling, long-polling, streaming, websocket, handshake, and race.\"}",
                    wire.receive("\"}"));
        }
    }

    private static void assertContains(String part, String text) {
        assertTrue(text.contains(part), () -> "%s should be in:\n%s".formatted(part, text));
    }

    @Test
    void theRaceIsOnAsLongAsAStreamHasIt() throws Exception {
        try (var first = get("/stream?race")) {
            first.receive("event: state\n");
            var second = get("/stream?race&polling=0");
            second.receive("event: state\n");
            second.close();
            awaitEqual("open streams", 1, () -> course.streams().count());
            first.receive("event: state\n");
        }
        awaitEqual("open streams", 0, () -> course.streams().count());
        awaitEqual(
                "the racers' connections",
                List.of(0L, 0L, 0L, 0L, 0L),
                () -> course.lessons().stream()
                        .map(lesson -> course.transcript().counts(lesson.name()).open())
                        .toList());
    }

    @Test
    void withoutARaceInTheAddressNoRaceRuns() throws Exception {
        try (var wire = get("/stream?polling=0")) {
            var beginning = wire.receive("event: counts\n") + wire.receive(":\n\n");

            assertFalse(beginning.contains("event: state"), beginning);
            assertEquals(0, course.transcript().counts("polling").connections(), "connections");
        }
    }

    private long began() throws Exception {
        try (var wire = get("/stream")) {
            return Long.parseLong(wire.receive("\"time\"").replaceFirst("(?s).*\"began\":(\\d+),.*", "$1"));
        }
    }

    private void ask(int lesson) throws Exception {
        var name = course.lessons().get(lesson).name();
        try (var wire = new Wire(course.lessons().get(lesson).uri())) {
            wire.send("GET /quotes?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            wire.receive("}]}");
        }
        awaitEqual("messages", 2L, () -> course.transcript().counts(name).messages());
    }

    private Wire get(String path) throws Exception {
        var wire = new Wire(course.uri());
        wire.send("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));
        return wire;
    }
}
