package ticker.docs.evidence;

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
    public String words() {
        return "%s: %s".formatted(what, quantity.words());
    }

    @Override
    public String html() {
        return "<a class=\"measured-number\" href=\"%s\">%s</a>".formatted(place, words());
    }
}
