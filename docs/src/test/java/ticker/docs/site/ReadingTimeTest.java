package ticker.docs.site;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class ReadingTimeTest {
    private static final String STEPS = "<ol class=\"steps\"><li>one</li><li>two</li></ol>";

    @Test
    void aDeeperSectionIsNotCountedWithTheStraightWay() {
        assertEquals(
                "About 2 minutes to read, 3 more for what is marked as deeper, and 6 for the 2 steps of Break it.",
                time("<p>" + words(298) + "</p>" + STEPS + "<div class=\"sect2\"><h3>Deeper: why</h3><p>" + words(450)
                        + "</p></div>"));
    }

    @Test
    void picturesDumpsAndTheNamesOfTestsAreNotRead() {
        assertEquals(
                "About 1 minutes to read, and 6 for the 2 steps of Break it.",
                time("<p>Hello</p>" + STEPS + "<pre data-lang=\"text\">" + words(450) + "</pre><svg><text>" + words(450)
                        + "</text></svg><a class=\"proof\">" + words(450) + "</a>"));
    }

    private static String words(int count) {
        return "word ".repeat(count);
    }

    private static String time(String html) {
        return Jsoup.parse(ReadingTime.html(Jsoup.parseBodyFragment(html).body()))
                .text();
    }
}
