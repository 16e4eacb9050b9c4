package ticker.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Each wrong Accept below was made by hand: {@code printf … | openssl sha1 -binary | base64}. */
class MistakesTest {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    @Test
    void theRightAcceptIsNoMistake() {
        assertEquals(Optional.empty(), Mistakes.inAccept(KEY, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        assertEquals(Optional.empty(), Mistakes.inKey(KEY));
    }

    @ParameterizedTest(name = "{1}")
    @CsvFileSource(resources = "mistakes.csv", delimiter = '\t')
    void eachMistakeIsRecognized(String accept, String sentence) {
        assertEquals(Optional.of(sentence), Mistakes.inAccept(KEY, accept));
    }
}
