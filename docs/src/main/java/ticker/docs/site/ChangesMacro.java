package ticker.docs.site;

import java.util.Collection;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.extension.BlockMacroProcessor;
import org.asciidoctor.extension.Name;
import ticker.docs.sources.Changes;
import ticker.docs.sources.Lesson;
import ticker.docs.sources.Lessons;

/** {@code changes::longpolling[from=polling]}: what changed from one lesson to another, computed from their sources. */
@Name("changes")
final class ChangesMacro extends BlockMacroProcessor {
    private static final String LEGEND = """
            <p>A line with <code>+</code> is new, a line with <code>-</code> is gone.
            The package, the server and the client are called as in this lesson, so these names do not count as changes.</p>
            """;

    private final Lessons lessons;
    private final Complaints complaints;
    private final Map<String, Lesson> compared = new TreeMap<>();

    ChangesMacro(Lessons lessons, Complaints complaints) {
        this.lessons = lessons;
        this.complaints = complaints;
    }

    /** The lessons whose files the pages link to. */
    Collection<Lesson> lessons() {
        return compared.values();
    }

    @Override
    public StructuralNode process(StructuralNode parent, String module, Map<String, Object> attributes) {
        try {
            var before = lesson(String.valueOf(attributes.get("from")));
            var after = lesson(module);
            return createBlock(parent, "pass", LEGEND + new Changes(lessons, before, after).html());
        } catch (NoSuchElementException missing) {
            complaints.add(Places.source(parent), missing.getMessage());
            return null;
        }
    }

    private Lesson lesson(String module) {
        return compared.computeIfAbsent(module, name -> Lesson.of(lessons, name));
    }
}
