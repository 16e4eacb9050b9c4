package ticker.docs.site;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asciidoctor.ast.PhraseNode;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.extension.InlineMacroProcessor;
import org.asciidoctor.extension.Name;
import org.asciidoctor.extension.PositionalAttributes;
import ticker.docs.evidence.Proof;
import ticker.docs.evidence.Topics;
import ticker.docs.sources.Lessons;

/** {@code proof:polling[PollingTest#theMethod, topic="1.6 M1"]}: the test's name as a sentence, linked to its source. */
@Name("proof")
@PositionalAttributes("test")
final class ProofMacro extends InlineMacroProcessor {
    private final Lessons lessons;
    private final Topics topics;
    private final Complaints complaints;
    private final Map<String, Proof> proofs = new LinkedHashMap<>(); // a title is converted more than once

    ProofMacro(Lessons lessons, Topics topics, Complaints complaints) {
        this.lessons = lessons;
        this.topics = topics;
        this.complaints = complaints;
    }

    List<Proof> proofs() {
        return new ArrayList<>(proofs.values());
    }

    @Override
    public PhraseNode process(StructuralNode parent, String module, Map<String, Object> attributes) {
        var proof = claim(parent, module, String.valueOf(attributes.get("test")), Places.topics(attributes));
        return createPhraseNode(parent, "quoted", proof.html());
    }

    /** The proof of what a page claims at this place. */
    Proof claim(StructuralNode parent, String module, String test, List<String> topics) {
        var proof = Proof.of(lessons, module, test, topics, Places.of(parent));
        var page = Places.source(parent);
        proof.faults(lessons, this.topics).forEach(fault -> complaints.add(page, fault));
        proofs.put(proof.toString(), proof);
        return proof;
    }
}
