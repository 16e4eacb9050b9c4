package ticker.docs.evidence;

import static java.util.Locale.ROOT;

import java.util.List;

/**
 * A number that was measured, as a page names it.
 *
 * @param what it is a number of, in words
 * @param place where the measurement is listed
 */
public record MeasuredNumber(String what, Quantity quantity, String place, List<String> topics, String page)
        implements Evidence {
    @Override
    public Kind kind() {
        return Kind.MEASUREMENT;
    }

    @Override
    public String words() {
        return String.format(ROOT, "%s: %s", what, quantity.words());
    }

    @Override
    public String html() {
        return String.format(ROOT, "<a class=\"measured-number\" href=\"%s\">%s</a>", place, words());
    }
}
