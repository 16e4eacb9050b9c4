package ticker.docs.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import ticker.docs.sources.Lessons;

class TopicsTest {
    private static final Topics TOPICS = new Topics("""
            = 1 Polling
            1.1 | T | One market
            1.2 | TM | Staleness
            1.13 | D | When to poll | polling.html#when
            """);
    private static final Proof PROOF = test("MarketTest", "askingNeverChangesTheData", Kind.TEST, "1.1");
    private static final MeasuredNumber NUMBER = new MeasuredNumber(
            "Polling, age mean",
            new Quantity(499, "ms", false),
            "measured.html#polling",
            List.of("1.2"),
            "polling.html#costs");

    private static Proof test(String name, String sentence, Kind kind, String topic) {
        return new Proof("polling", name, sentence, List.of(topic), "polling.html#wrong", kind, false);
    }

    @Test
    void aTopicIsListedWithItsProofAndTheClaim() {
        var row = Jsoup.parse(TOPICS.html(List.of(PROOF))).getElementById("topic-1.1");

        assertEquals("1.1 One market a test MarketTest asking never changes the data claimed here", row.text());
        assertEquals("polling.html#wrong", row.selectFirst(".claim").attr("href"));
    }

    @Test
    void aNumberThatWasMeasuredSettlesATopicToo() {
        var row = Jsoup.parse(TOPICS.html(List.of(NUMBER))).getElementById("topic-1.2");

        assertEquals(
                "1.2 Staleness a test and a measurement Polling, age mean: 499 ms claimed here not yet: a test",
                row.text());
        assertEquals(
                "measured.html#polling", row.selectFirst(".measured-number").attr("href"));
    }

    @Test
    void aTopicWithoutAProofSaysWhatItWaitsFor() {
        var row = Jsoup.parse(TOPICS.html(List.of(PROOF))).getElementById("topic-1.2");

        assertEquals("1.2 Staleness a test and a measurement not yet: a test and a measurement", row.text());
    }

    @Test
    void aTopicOfTheTextIsSettledByTheText() {
        var row = Jsoup.parse(TOPICS.html(List.of())).getElementById("topic-1.13");

        assertEquals("polling.html#when", row.selectFirst("a").attr("href"));
    }

    @Test
    void whatIsSettledIsCounted() {
        assertEquals("1 of 3", TOPICS.count(List.of()));
        assertEquals("2 of 3", TOPICS.count(List.of(PROOF)));
    }

    @Test
    void aTopicThatTakesTwoKindsIsSettledByBothOnly() {
        var test = test("CostTest", "aPriceIsAtWorstOneIntervalOld", Kind.TEST, "1.2");

        assertEquals("1 of 3", TOPICS.count(List.of(NUMBER)), "the measurement alone");
        assertEquals("1 of 3", TOPICS.count(List.of(test, test)), "two tests");
        assertEquals("2 of 3", TOPICS.count(List.of(test, NUMBER)), "both");
    }

    @Test
    void everyMythIsATopicAndThoseThatAreSettledHaveASection() throws Exception {
        var folder = Lessons.root().resolve("docs/src/main/site");
        var topics = new Topics(Files.readString(folder.resolve("topics.txt")));
        var myths = Files.readString(folder.resolve("myths.adoc"));

        for (int number = 1; number <= 32; number++) {
            assertTrue(topics.contains("M" + number), "M" + number + " is a topic");
            assertTrue(myths.contains("\n== M" + number + " "), "a section for M" + number);
        }
        for (int number = 33; number <= 42; number++) {
            assertTrue(topics.contains("M" + number), "M" + number + " waits for its section");
        }
        assertFalse(topics.contains("M43"), "M43 is a topic, and this test does not ask for its section");
    }
}
