package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.nio.file.Files;
import java.util.Map;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.extension.BlockMacroProcessor;
import org.asciidoctor.extension.Name;
import org.asciidoctor.extension.PositionalAttributes;
import org.jsoup.nodes.Entities;
import ticker.docs.sources.Lessons;
import ticker.docs.sources.Patch;

/**
 * {@code solution::polling[more-symbols]}: the change that solves an exercise, from the lesson's {@code src/test/solutions}. It
 * brings its own test.
 */
@Name("solution")
@PositionalAttributes("name")
final class SolutionMacro extends BlockMacroProcessor {
    private final Lessons lessons;
    private final Complaints complaints;

    SolutionMacro(Lessons lessons, Complaints complaints) {
        this.lessons = lessons;
        this.complaints = complaints;
    }

    @Override
    public StructuralNode process(StructuralNode parent, String module, Map<String, Object> attributes) {
        var place = String.format(ROOT, "src/test/solutions/%s.patch", attributes.get("name"));
        var file = lessons.folder(module).resolve(place);
        if (!Files.exists(file)) {
            complaints.add(Places.source(parent), String.format(ROOT, "%s has no %s.", module, place));
            return null;
        }
        var patch = Patch.of(lessons.text(file));
        var sentence = String.format(ROOT, "<p>%s</p>\n", Entities.escape(patch.sentence()));
        return createBlock(parent, "pass", sentence + patch.html(place));
    }
}
