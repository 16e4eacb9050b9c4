package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.asciidoctor.ast.Document;
import org.asciidoctor.extension.IncludeProcessor;
import org.asciidoctor.extension.PreprocessorReader;
import ticker.docs.sources.Excerpt;
import ticker.docs.sources.Lessons;

/**
 * Quotes a lesson's source: {@code include::polling:QuotesHandler#newer[1="market.after"]} is the method newer, with
 * callout 1 on its line that contains market.after. Without a member it is the file, or the lines {@code from="…",to="…"}.
 */
final class Quoting extends IncludeProcessor {
    private final Lessons lessons;
    private final Complaints complaints;

    Quoting(Lessons lessons, Complaints complaints) {
        this.lessons = lessons;
        this.complaints = complaints;
    }

    @Override
    public boolean handles(String target) {
        return target.matches("[a-z]+:\\w.*");
    }

    @Override
    public void process(Document document, PreprocessorReader reader, String target, Map<String, Object> attributes) {
        var place = String.format(ROOT, "%s, line %d", Places.source(document), reader.getLineNumber() - 1);
        reader.pushInclude(quote(place, target, attributes), target, target, 1, attributes);
    }

    private String quote(String place, String target, Map<String, Object> attributes) {
        var parts = target.split("[:#]");
        try {
            var file = lessons.file(parts[0], parts[1])
                    .orElseThrow(
                            () -> new NoSuchElementException(String.format(ROOT, "%s has no %s.", parts[0], parts[1])));
            var excerpt = Excerpt.of(parts[1], lessons.text(file));
            if (parts.length > 2) {
                excerpt = excerpt.member(parts[2]);
            }
            if (attributes.containsKey("from")) {
                excerpt = excerpt.between((String) attributes.get("from"), (String) attributes.get("to"));
            }
            for (var attribute : new TreeMap<>(attributes).entrySet()) {
                if (attribute.getKey().matches("\\d+")) {
                    excerpt = excerpt.callout(attribute.getKey(), (String) attribute.getValue());
                }
            }
            return excerpt.text();
        } catch (NoSuchElementException missing) {
            complaints.add(place, missing.getMessage());
            return "";
        }
    }
}
