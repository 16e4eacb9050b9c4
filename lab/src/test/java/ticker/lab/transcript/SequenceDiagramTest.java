package ticker.lab.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Kind;
import ticker.lab.decode.Message;

class SequenceDiagramTest {
    private static final Path RECORDED = Path.of("../docs/src/main/site/recorded");

    private static Message message(long number, int connection, double time, Kind kind, String line, long respondsTo) {
        var direction = kind == Kind.REQUEST ? Direction.UP : Direction.DOWN;
        return new Message(
                number, "polling", connection, direction, time, kind, line, respondsTo, 2, 40, new byte[42], List.of());
    }

    @Test
    void aRequestIsOpenUntilItsResponse() {
        var diagram = SequenceDiagram.of(List.of(
                message(1, 1, 0, Kind.REQUEST, "GET /quotes", 0), message(2, 1, 1500, Kind.RESPONSE, "200 OK", 1)));

        assertEquals("""
                @startuml
                hide footbox
                participant Client as up
                participant Server as down
                up -> down : GET /quotes\\n42 bytes, 2 of them content
                activate down
                ||10||
                note right of down : 1.5 s later
                down --> up : 200 OK\\n42 bytes, 2 of them content
                deactivate down
                @enduml
                """, diagram);
    }

    @Test
    void aRequestIsOpenNoLongerThanItsConnection() {
        var end = message(2, 1, 0, Kind.END, "RST", 0);
        var diagram = SequenceDiagram.of(List.of(message(1, 1, 0, Kind.REQUEST, "GET /quotes", 0), end));

        assertTrue(diagram.endsWith("down ->x up : RST\ndeactivate down\n@enduml\n"), diagram);
    }

    @Test
    void aStreamIsOpenUntilItsLastChunk() {
        var messages = List.of(
                message(1, 1, 0, Kind.REQUEST, "GET /stream", 0),
                message(2, 1, 0, Kind.RESPONSE, "200 OK", 1),
                message(3, 1, 500, Kind.LINE, "a price", 0),
                message(4, 1, 500, Kind.CHUNK, "last chunk", 0));

        var diagram = SequenceDiagram.body("Client", messages);
        assertEquals("""
                participant Client as up
                participant Server as down
                up -> down : GET /stream\\n42 bytes, 2 of them content
                activate down
                down --> up : 200 OK\\n42 bytes, 2 of them content
                ||10||
                note right of down : 500 ms later
                down --> up : a price\\n42 bytes, 2 of them content
                down --> up : last chunk\\n42 bytes, 2 of them content
                deactivate down
                """, diagram);
        assertEquals(
                diagram.lines().limit(8).toList(),
                SequenceDiagram.body("Client", messages.subList(0, 3)).lines().toList(),
                "a stream whose end was not recorded goes on");
    }

    @Test
    void severalConnectionsAreToldApart() {
        var diagram = SequenceDiagram.of(
                List.of(message(1, 1, 0, Kind.REQUEST, "GET /", 0), message(2, 7, 0, Kind.REQUEST, "GET /", 0)));

        assertTrue(diagram.contains("up -> down : (1) GET /\\n"), diagram);
        assertTrue(diagram.contains("up -> down : (7) GET /\\n"), diagram);
    }

    @Test
    void aResponseWhoseRequestIsNotThereEndsNothing() throws Exception {
        var picture = Drawing.of(SequenceDiagram.of(List.of(message(2, 1, 0, Kind.RESPONSE, "200 OK", 1))));

        assertTrue(picture.contains("200 OK"), picture);
    }

    @Test
    void nothingIsADiagramToo() throws Exception {
        var picture = Drawing.of(SequenceDiagram.of(List.of()));

        assertTrue(picture.contains("Client") && picture.contains("Server"), picture);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@enduml",
                "\\n@enduml",
                "a\\nb",
                "!include x",
                "%date()",
                "$x",
                "<b>bold</b>",
                "<img:x.png>",
                "<U+0041>",
                "&#65;",
                "~~wave~~ **bold** //italic//",
                "__under__ --through-- \"\"mono\"\"",
                "[[http://x y]]",
                "{{ salt }}",
                "/' comment '/",
                "' comment",
                "== divider ==",
                "* item",
                "# item",
                "|= table |",
                "----",
                "....",
                "a : b : c",
                "up -> down : x",
                "price 1€ · 😀",
                "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
            })
    void whateverIsSaidOnTheWireIsShownAsItIs(String line) throws Exception {
        var picture = Drawing.of(SequenceDiagram.of(
                List.of(message(1, 1, 0, Kind.REQUEST, line, 0), message(2, 1, 0, Kind.RESPONSE, "200 OK", 1))));

        assertTrue(picture.contains(line), picture);
        assertTrue(picture.contains("200 OK"), picture);
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "longpolling", "streaming", "websocket", "handshake"})
    void theRecordedSessionOfEachLessonCanBeDrawn(String lesson) throws Exception {
        var messages = new ArrayList<Message>();
        for (var line : Files.readAllLines(RECORDED.resolve(lesson).resolve("session.ndjson"), UTF_8)) {
            messages.add(MessageJson.read(line));
        }

        var picture = Drawing.of(SequenceDiagram.of(messages));

        assertTrue(picture.contains("GET /"), picture);
        assertEquals(
                Files.readString(RECORDED.resolve(lesson).resolve("session.puml")),
                SequenceDiagram.body("Page", messages),
                "the diagram in the docs belongs to this session: ./mvnw -q -Precord");
        assertEquals(
                Files.readString(RECORDED.resolve(lesson).resolve("session.txt")),
                HexDump.ofEachSort(messages),
                "the bytes in the docs belong to this session: ./mvnw -q -Precord");
    }
}
