package ticker.docs.site;

import static java.util.Locale.ROOT;

import org.jsoup.nodes.Element;

/**
 * How long a chapter takes. Its words and its code are counted; the pace is that of somebody who reads about a subject that is new,
 * and perhaps in a foreign language.
 */
final class ReadingTime {
    private static final int WORDS_A_MINUTE = 150;
    private static final int MINUTES_A_STEP = 3;

    private ReadingTime() {}

    /** A sentence in HTML: the minutes for the straight way, for what is marked as deeper, and for the steps. */
    static String html(Element body) {
        var text = body.clone();
        text.select("svg, a.proof, .difference, [data-lang=text]").remove(); // dumps of bytes are looked at, not read
        int all = words(text);
        text.select(".sect1, .sect2").stream()
                .filter(section -> section.selectFirst("h2, h3").text().startsWith("Deeper: "))
                .forEach(Element::remove);
        int straight = words(text);
        int steps = body.select(".steps > li").size();
        return String.format(
                ROOT,
                "<p class=\"time\">About %d minutes to read%s, and %d for the %d steps of <a href=\"#break-it\">Break it</a>.</p>\n",
                minutes(straight),
                straight == all
                        ? ""
                        : String.format(ROOT, ", %d more for what is marked as <i>deeper</i>", minutes(all - straight)),
                steps * MINUTES_A_STEP,
                steps);
    }

    private static int words(Element text) {
        return text.text().split("\\s+").length;
    }

    private static int minutes(int words) {
        return Math.max(1, Math.round((float) words / WORDS_A_MINUTE));
    }
}
