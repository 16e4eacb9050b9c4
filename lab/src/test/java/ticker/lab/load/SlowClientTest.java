package ticker.lab.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static ticker.lab.Await.awaitResult;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlowClientTest {
    @ParameterizedTest
    @EnumSource(
            value = Technique.class,
            names = {"LONG_POLLING", "NDJSON", "EVENTS", "WEBSOCKET", "WINDOWED", "COMPRESSED", "HANDSHAKE"})
    void takesOneMessageAfterTheOther(Technique technique) throws Exception {
        try (var server = new Server(technique);
                var client = new SlowClient(technique, server.port())) {
            awaitResult("the prices that are there", client::take);

            for (long time = 1001; time <= 1003; time++) {
                server.move("ACME", 101_25, time);
                assertEquals(time, awaitResult("the next price", client::take), "when it moved");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NDJSON", "WEBSOCKET"})
    void failsWhenTheServerHasEndedItsConnection(Technique technique) throws Exception {
        var server = new Server(technique);
        try (var client = new SlowClient(technique, server.port())) {
            awaitResult("the prices that are there", client::take);

            server.close();

            var failure = assertThrows(ExecutionException.class, () -> awaitResult("the end", client::take));
            assertEquals(IOException.class, failure.getCause().getClass(), failure::toString);
        }
    }
}
