package ticker.lab.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTrackerTest {
    private final ResponseTracker answers = new ResponseTracker();

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
    void anAnswerIsWholeAfterItsLastByteAndNotBefore(String answer) {
        for (int again = 0; again < 2; again++) {
            for (int at = 0; at < answer.length() - 1; at++) {
                arrive(answer.substring(at, at + 1));
                assertFalse(answers.isWhole(), "after byte %d of\n%s".formatted(at, answer));
            }

            arrive(answer.substring(answer.length() - 1));
            assertTrue(answers.isWhole(), answer);
        }
    }

    @Test
    void twoAnswersInOnePacketAreFollowedBoth() {
        var answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

        arrive(answer + answer.substring(0, answer.length() - 1));
        assertFalse(answers.isWhole());

        arrive("o");
        assertTrue(answers.isWhole());
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
        assertFalse(answers.isWhole());

        arrive("HTTP/1.1 204 No Content\r\n\r\n");
        assertFalse(answers.isWhole());
    }

    @Test
    void aHeadWithoutAnEndIsGivenUp() {
        for (int i = 0; i < 100; i++) {
            arrive("x".repeat(1000));
        }
        arrive("\r\n\r\n");

        assertFalse(answers.isWhole());
    }

    @Test
    void afterAnUpgradeThereIsNothingToWaitFor() {
        arrive("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\u0081");

        assertTrue(answers.isWhole());
    }

    private void arrive(String text) {
        answers.add(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    }
}
