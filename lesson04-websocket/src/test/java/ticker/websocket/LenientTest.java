package ticker.websocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the library is more lenient than lesson 5. No other session notices, so we leave it as it is. */
class LenientTest {
    private static final int MESSAGE = 64 * 1024;

    private final Market market = new Market(0);
    private final WebSocketServer server = new WebSocketServer(0, market);

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0081\u00fe\u0000\u0002\0\0\0\0{}", // two bytes, in 16 bits
                "\u0081\u00ff\0\0\0\0\0\0\0\u0002\0\0\0\0{}", // and in 64
            })
    void aLengthThatIsNotInItsShortestFormIsTaken(String frame) throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.write(frame);

            client.expect("lesson 5 closes with 1002", "1 {\"error\":");
        }
    }

    @Test
    void aLengthThatIsTooBigIsRefusedNotWhenItIsAnnouncedButWhenTooMuchHasArrived() throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.text("{\"subscribe\":[\"*\"]}");
            client.read();
            client.write("\u0081\u00ff\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\0\0\0\0" + " ".repeat(MESSAGE));
            market.move("ACME", 101_25, 1000);

            client.expect("lesson 5 closes with 1009 before the payload", "1 {\"seq\":1,");
            client.write(" ");
            client.expect("a byte more than a message may have", "8 1009 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0003\u00f4", "\u0003\u00f5", "\u0003\u00f6"})
    void closeCodesThatAreYoungerThanTheStandardAreCalledBroken(String code) throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.write(RawClient.frame(0x88, code)); // 1012, 1013, 1014

            client.expect("lesson 5 sends the code back", "8 1002 ");
        }
    }
}
