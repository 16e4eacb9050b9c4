package ticker.docs.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofTest {
    @ParameterizedTest
    @CsvSource({
        "oneThousandPollsRideOneConnection, one thousand polls ride one connection",
        "aPollThatBringsNothingIsA204WithoutABody, a poll that brings nothing is a 204 without a body",
        "theWholeBoardIsAskedForWithAnETag, the whole board is asked for with an ETag",
        "overHttp11TheSeventhTabHangs, over HTTP/1.1 the seventh tab hangs",
        "overHttp2AllSevenTabsRun, over HTTP/2 all seven tabs run",
        "whatIsNotJsonIsA400ThatSaysWhere, what is not JSON is a 400 that says where",
    })
    void aTestsNameIsReadAsASentence(String name, String sentence) {
        assertEquals(sentence, new Proof("polling", "PollingTest", name, List.of(), "polling.html").words());
    }
}
