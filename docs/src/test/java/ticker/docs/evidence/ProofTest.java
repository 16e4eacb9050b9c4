package ticker.docs.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticker.docs.sources.Lessons;

class ProofTest {
    private static final Topics TOPICS = new Topics("""
            = 1 Polling
            1.1 | T | One market
            1.2 | M | Staleness
            1.9 | B | No overlapping polls
            1.3 | TM | Wasted polls
            """);

    @TempDir
    private Path course;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(course.resolve("lesson01-polling/src/main/java/ticker/polling"));
        write("PollingTest", """
                package ticker.polling;

                class PollingTest {
                    @Test
                    void asksAndGets() {}

                    @ParameterizedTest(name = "{0}")
                    @CsvSource({"1, 2", "3, 4"})
                    void withArguments(int one, int two) {}

                    @Disabled("It fails now and then.")
                    @Test
                    void failsNowAndThen() {}

                    @Test
                    @Tag("slow")
                    void takesMinutes() {}

                    // @Test
                    void is(Object helper) {} // asks()
                }
                """);
        write("PageTest", """
                package ticker.polling;

                @Tag("browser")
                class PageTest {
                    @Test
                    void aPageIsSeen() {}
                }
                """);
        write("OldTest", """
                package ticker.polling;

                @Disabled
                class OldTest {
                    @Test
                    void ran() {}
                }
                """);
        write("Wire", """
                package ticker.polling;

                /** Not a class Test. */
                final class Wire {
                    void read() {}
                }
                """);
    }

    private void write(String name, String text) throws IOException {
        var folder = Files.createDirectories(course.resolve("lesson01-polling/src/test/java/ticker/polling"));
        Files.writeString(folder.resolve(name + ".java"), text);
    }

    private Proof proof(String name, String topic) {
        return Proof.of(new Lessons(course), "polling", name, List.of(topic), "polling.html");
    }

    @ParameterizedTest
    @CsvSource({
        "PollingTest, 1.1",
        "PollingTest#asksAndGets, 1.1",
        "PollingTest#withArguments, 1.1",
        "PollingTest#asksAndGets, 1.3",
        "PollingTest#takesMinutes, 1.1",
        "PageTest, 1.9",
        "PageTest#aPageIsSeen, 1.9",
    })
    void aTestOfTheKindThatTheTopicTakesIsAProof(String name, String topic) {
        assertEquals(List.of(), proof(name, topic).faults(new Lessons(course), TOPICS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PollingTest#asksAndGets | 1.2 | topic 1.2 takes a measurement, and \"asks and gets\" is a test.",
                "PollingTest#asksAndGets | 1.9 | topic 1.9 takes a test in a browser, and \"asks and gets\" is a test.",
                "PageTest#aPageIsSeen | 1.1 | topic 1.1 takes a test, and \"a page is seen\" is a test in a browser.",
                "PageTest | 1.3 | topic 1.3 takes a test and a measurement, and \"all its tests\" is a test in a browser.",
                "PollingTest#asksAndGets | 7.1 | there is no topic 7.1.",
                "PollingTest#failsNowAndThen | 1.1 | PollingTest has a test failsNowAndThen, which is disabled.",
                "OldTest#ran | 1.1 | OldTest has a test ran, which is disabled.",
                "OldTest | 1.1 | OldTest is disabled.",
                "PollingTest#is | 1.1 | PollingTest has a method is, which is no test.",
                "PollingTest#asks | 1.1 | PollingTest has no test asks.",
                "Wire | 1.1 | Wire has no test at all.",
                "BazaarTest | 1.1 | there is no test BazaarTest in polling.",
            })
    void whatIsNoProofIsRefusedWithASentence(String name, String topic, String fault) {
        assertEquals(List.of(fault), proof(name, topic).faults(new Lessons(course), TOPICS));
    }

    @ParameterizedTest
    @CsvSource({"PollingTest#takesMinutes, true", "PollingTest#asksAndGets, false", "PollingTest, false"})
    void aProofThatRunsOnlyNowAndThenIsMarked(String name, boolean marked) {
        var html = proof(name, "1.1").html();

        assertEquals(marked, html.endsWith("(runs only in <code>.ci/run all</code>)"), html);
    }

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
        assertEquals(sentence, proof("PollingTest#" + name, "1.1").words());
    }
}
