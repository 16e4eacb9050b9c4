package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.asciidoctor.ast.PhraseNode;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.extension.InlineMacroProcessor;
import org.asciidoctor.extension.Name;
import org.asciidoctor.extension.PositionalAttributes;
import ticker.docs.evidence.Claim;
import ticker.docs.evidence.MeasuredNumber;
import ticker.docs.evidence.Measurements;
import ticker.docs.evidence.Topics;

/**
 * {@code measured:events[bytesPerUpdate, rate=10, clients=100, topic="M6"]}: the number with its unit, linked to the list of
 * all. With {@code below}, {@code above} or {@code near} and names of others, or {@code model} and what a model says, the
 * build stops when that isn't so: what a sentence says must stay true when all is measured anew. {@code measured:machine[]}
 * is on what and when; a page with numbers must say so.
 */
@Name("measured")
@PositionalAttributes("metric")
final class MeasuredMacro extends InlineMacroProcessor {
    private final Measurements measurements;
    private final Topics topics;
    private final Complaints complaints;
    private final Map<String, MeasuredNumber> numbers = new LinkedHashMap<>(); // a title is converted more than once

    MeasuredMacro(Measurements measurements, Topics topics, Complaints complaints) {
        this.measurements = measurements;
        this.topics = topics;
        this.complaints = complaints;
    }

    List<MeasuredNumber> numbers() {
        return new ArrayList<>(numbers.values());
    }

    @Override
    public PhraseNode process(StructuralNode parent, String contender, Map<String, Object> attributes) {
        if (contender.equals("machine")) {
            return createPhraseNode(
                    parent, "quoted", String.format(ROOT, "<span class=\"machine\">%s</span>", measurements.machine()));
        }
        var page = Places.source(parent);
        var claim = new Claim(measurements, contender, attributes);
        try {
            claim.faults(topics).forEach(fault -> complaints.add(page, fault));
            var number = claim.number(Places.of(parent));
            numbers.put(number.toString(), number);
            return createPhraseNode(parent, "quoted", claim.html());
        } catch (NoSuchElementException missing) {
            complaints.add(page, missing.getMessage());
            return createPhraseNode(parent, "quoted", "");
        }
    }
}
