package ticker.lab.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Kind;
import ticker.lab.decode.Message;

class HexDumpTest {
    private static Message message(Direction direction, Kind kind, String line, String bytes) {
        return new Message(
                1, "polling", 1, direction, 0, kind, line, 0, 1, bytes.length() - 1, bytes.getBytes(UTF_8), List.of());
    }

    @Test
    void showsEveryByteTwice() {
        assertEquals("""
                Up: GET /
                18 bytes, 1 of them content
                0000  47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1..
                0010  0d 0a                                            ..
                """, HexDump.of(message(Direction.UP, Kind.REQUEST, "GET /", "GET / HTTP/1.1\r\n\r\n")));
    }

    @Test
    void showsTheShortestMessageOfEachSort() {
        var dump = HexDump.ofEachSort(List.of(
                message(Direction.UP, Kind.REQUEST, "GET /a", "aaa"),
                message(Direction.DOWN, Kind.RESPONSE, "200 OK", "bb"),
                message(Direction.UP, Kind.REQUEST, "GET /b", "cc"),
                message(Direction.DOWN, Kind.RESPONSE, "204 No Content", "d"),
                message(Direction.UP, Kind.REQUEST, "GET /c", "ee"),
                message(Direction.DOWN, Kind.END, "FIN", "")));

        assertEquals(
                List.of("Up: GET /b", "Down: 200 OK", "Down: 204 No Content"),
                dump.lines().filter(line -> line.contains(": ")).toList());
    }
}
