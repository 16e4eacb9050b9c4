package ticker.lab.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTrackerTest {
    private final ResponseTracker responses = new ResponseTracker();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.0 200 OK\r\ncontent-length:5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nDate: today\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 82\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n",
            })
    void anAnswerIsWholeAfterItsLastByteAndNotBefore(String response) {
        for (int again = 0; again < 2; again++) {
            for (int at = 0; at < response.length() - 1; at++) {
                arrive(response.substring(at, at + 1));
                assertFalse(responses.isWhole(), "after byte %d of\n%s".formatted(at, response));
            }

            arrive(response.substring(response.length() - 1));
            assertTrue(responses.isWhole(), response);
        }
    }

    @Test
    void twoAnswersInOnePacketAreFollowedBoth() {
        var response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

        arrive(response + response.substring(0, response.length() - 1));
        assertFalse(responses.isWhole());

        arrive("o");
        assertTrue(responses.isWhole());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1234567890123456789\r\n\r\n",
                "this is not HTTP\r\n\r\n",
            })
    void anAnswerWithoutALengthNeverIs(String head) {
        arrive(head);
        assertFalse(responses.isWhole());

        arrive("HTTP/1.1 204 No Content\r\n\r\n");
        assertFalse(responses.isWhole());
    }

    @Test
    void aHeadWithoutAnEndIsGivenUp() {
        for (int i = 0; i < 100; i++) {
            arrive("x".repeat(1000));
        }
        arrive("\r\n\r\n");

        assertFalse(responses.isWhole());
    }

    @Test
    void afterAnUpgradeThereIsNothingToWaitFor() {
        arrive("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\u0081");

        assertTrue(responses.isWhole());
    }

    private void arrive(String text) {
        responses.add(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    }
}
