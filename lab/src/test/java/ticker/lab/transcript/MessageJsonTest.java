package ticker.lab.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Field;
import ticker.lab.decode.Kind;
import ticker.lab.decode.Message;

class MessageJsonTest {
    private static final Message MESSAGE = new Message(
            17,
            "polling",
            3,
            Direction.UP,
            1763637722123.456,
            Kind.REQUEST,
            "GET /\u2028\"é\"",
            0,
            1,
            4,
            "GET /".getBytes(UTF_8),
            List.of(new Field("request line", 0, 5, "GET /")));

    @Test
    void aMessageIsOneLineOfJson() {
        assertEquals(
                "{\"number\":17,\"lesson\":\"polling\",\"connection\":3,\"direction\":\"up\",\"time\":1763637722123.456,"
                        + "\"kind\":\"request\",\"line\":\"GET /\u2028\\\"é\\\"\",\"respondsTo\":0,\"payload\":1,\"overhead\":4,"
                        + "\"bytes\":\"R0VUIC8=\","
                        + "\"fields\":[{\"name\":\"request line\",\"offset\":0,\"length\":5,\"value\":\"GET /\"}]}",
                MessageJson.write(MESSAGE));
    }

    @Test
    void whatIsWrittenCanBeReadAgain() throws Exception {
        var read = MessageJson.read(MessageJson.write(MESSAGE));

        assertEquals(MessageJson.write(MESSAGE), MessageJson.write(read));
        assertArrayEquals(MESSAGE.bytes(), read.bytes());
        assertEquals(MESSAGE.fields(), read.fields());
        assertEquals(MESSAGE.time(), read.time());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "nonsense", "{\"number\":1", "{\"number\":\"one\"}"})
    void whatIsNoMessageIsRefused(String line) {
        var refusal = assertThrows(IOException.class, () -> MessageJson.read(line));

        assertEquals("This is no message: " + line, refusal.getMessage());
    }

    @Test
    void aWrongWordIsRefused() {
        var line = MessageJson.write(MESSAGE).replace("\"up\"", "\"sideways\"");

        assertThrows(IOException.class, () -> MessageJson.read(line));
    }

    @Test
    void countsHaveTheirNames() {
        assertEquals(
                "{\"requests\":1,\"messages\":2,\"up\":3,\"down\":4,\"payloadUp\":5,\"payloadDown\":6,\"open\":7,"
                        + "\"connections\":8}",
                MessageJson.write(new Counts(1, 2, 3, 4, 5, 6, 7, 8)));
    }
}
