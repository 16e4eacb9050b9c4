package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.extension.BlockMacroProcessor;
import org.asciidoctor.extension.Name;
import ticker.docs.sources.Lessons;

/** {@code plot::bytes-per-update[]}: a plot of what was measured, in the page itself, so that it has the page's colors. */
@Name("plot")
final class PlotMacro extends BlockMacroProcessor {
    private final Path folder;
    private final Lessons lessons;
    private final Complaints complaints;

    PlotMacro(Path folder, Lessons lessons, Complaints complaints) {
        this.folder = folder;
        this.lessons = lessons;
        this.complaints = complaints;
    }

    @Override
    public StructuralNode process(StructuralNode parent, String name, Map<String, Object> attributes) {
        var file = folder.resolve(name + ".svg");
        if (!Files.exists(file)) {
            complaints.add(Places.source(parent), String.format(ROOT, "there is no plot %s.", name));
            return null;
        }
        var title = attributes.remove("title");
        return createBlock(
                parent,
                "pass",
                String.format(
                        ROOT,
                        "<figure class=\"diagram plot\">%s<figcaption>%s</figcaption></figure>",
                        lessons.text(file).strip(),
                        title));
    }
}
