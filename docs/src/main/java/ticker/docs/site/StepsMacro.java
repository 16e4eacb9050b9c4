package ticker.docs.site;

import static java.util.Locale.ROOT;
import static java.util.stream.Collectors.joining;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.extension.BlockMacroProcessor;
import org.asciidoctor.extension.Name;
import org.jsoup.nodes.Entities;
import ticker.docs.sources.Lessons;
import ticker.docs.sources.Patch;
import ticker.docs.sources.Step;
import tools.jackson.core.JacksonException;

/**
 * {@code steps::polling[]}: the lesson's steps, from its {@code steps.json}. A step that changes code shows its patch, and the
 * test that the patch turns red.
 */
@Name("steps")
final class StepsMacro extends BlockMacroProcessor {
    private static final String PATCHES = "src/test/steps";

    private final Lessons lessons;
    private final ProofMacro proofs;
    private final Complaints complaints;

    StepsMacro(Lessons lessons, ProofMacro proofs, Complaints complaints) {
        this.lessons = lessons;
        this.proofs = proofs;
        this.complaints = complaints;
    }

    @Override
    public StructuralNode process(StructuralNode parent, String module, Map<String, Object> attributes) {
        try {
            var file = lessons.file(module, "steps.json")
                    .orElseThrow(
                            () -> new NoSuchElementException(String.format(ROOT, "%s has no steps.json.", module)));
            var steps = Step.of(lessons.text(file));
            eachPatchIsOfAStep(parent, module, steps);
            var list = steps.stream()
                    .map(step -> html(parent, module, step))
                    .collect(joining("", "<ol class=\"steps\">\n", "</ol>\n"));
            return createBlock(parent, "pass", legend(module) + list);
        } catch (NoSuchElementException missing) {
            complaints.add(Places.source(parent), missing.getMessage());
        } catch (JacksonException invalid) {
            complaints.add(Places.source(parent), "steps.json of " + module + ": " + invalid.getOriginalMessage());
        }
        return null;
    }

    private void eachPatchIsOfAStep(StructuralNode parent, String module, List<Step> steps) {
        var named = steps.stream().flatMap(step -> step.change().stream()).toList();
        if (Files.exists(lessons.folder(module).resolve(PATCHES))) {
            lessons.files(module, PATCHES)
                    .map(file -> PATCHES + "/" + file.getFileName())
                    .filter(patch -> !named.contains(patch))
                    .forEach(patch -> complaints.add(
                            Places.source(parent), String.format(ROOT, "no step of %s names %s.", module, patch)));
        }
    }

    private String legend(String module) {
        return String.format(ROOT, """
                <p>Say first what you expect, then look. The folder of the commands is <code>%s</code>.
                On Windows, type <code>..\\mvnw.cmd</code> instead of <code>../mvnw</code>.
                Where code changes, <code>git apply</code> makes the change, and with <code>-R</code> takes it back.</p>
                """, lessons.folder(module).getFileName());
    }

    private String html(StructuralNode parent, String module, Step step) {
        var patch = step.change().flatMap(name -> patch(parent, module, name));
        return String.format(
                ROOT,
                "<li><p><strong>%s</strong></p>\n%s%s%s</li>\n",
                text(step.question()),
                step.actions().stream()
                        .map(action -> "<li>" + text(action) + "</li>\n")
                        .collect(joining("", "<ul>\n", "</ul>\n")),
                patch.map(change -> change.html(step.patch())).orElse(""),
                seen(step, patch.map(change -> failure(parent, module, change))));
    }

    private Optional<Patch> patch(StructuralNode parent, String module, String name) {
        var file = lessons.folder(module).resolve(name);
        if (!name.startsWith(PATCHES + "/") || !Files.exists(file)) {
            complaints.add(
                    Places.source(parent),
                    String.format(ROOT, "a step of %s names %s, which is no file in %s.", module, name, PATCHES));
            return Optional.empty();
        }
        return Optional.of(Patch.of(lessons.text(file)));
    }

    private String failure(StructuralNode parent, String module, Patch patch) {
        return String.format(
                ROOT,
                "<p>%s fails, and says: <q>%s</q>.</p>\n",
                proofs.claim(parent, module, patch.test(), List.of()).html(),
                Entities.escape(patch.sentence()));
    }

    private static String seen(Step step, Optional<String> failure) {
        return String.format(ROOT, """
                <details>
                <summary>What is seen</summary>
                <div class="content">
                <p>%s</p>
                %s</div>
                </details>
                """, text(step.see()), failure.orElse(""));
    }

    /** What stands between backticks is code. */
    private static String text(String plain) {
        return Entities.escape(plain).replaceAll("`([^`]*)`", "<code>$1</code>");
    }
}
