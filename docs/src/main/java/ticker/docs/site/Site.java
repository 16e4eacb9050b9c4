package ticker.docs.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import org.asciidoctor.log.Severity;
import ticker.docs.evidence.Evidence;
import ticker.docs.evidence.Ledger;
import ticker.docs.evidence.Measurements;
import ticker.docs.evidence.Topics;
import ticker.docs.sources.Lessons;

/**
 * Builds the docs site: AsciiDoc from {@code docs/src/main/site} into a folder of plain files that load nothing from
 * elsewhere. Whatever is wrong stops it with a sentence: a quote that finds nothing, a proof that doesn't exist, a
 * dead link, a diagram that PlantUML can't draw.
 */
public final class Site {
    private final Path source;
    private final Lessons lessons;
    private final Topics topics;
    private final Complaints complaints = new Complaints();
    private final ProofMacro proofs;
    private final Measurements measurements;
    private final MeasuredMacro numbers;
    private final ChangesMacro changes;

    Site(Path course) {
        source = course.resolve("docs/src/main/site");
        lessons = new Lessons(course);
        topics = new Topics(read("topics.txt"));
        proofs = new ProofMacro(lessons, topics, complaints);
        measurements =
                new Measurements(read("measured/run.json"), read("measured/results.csv"), read("measured/remarks.csv"));
        numbers = new MeasuredMacro(measurements, topics, complaints);
        changes = new ChangesMacro(lessons, complaints);
    }

    /**
     * Builds it, unless it is newer than all that it is made of. Told to {@code tell} rather than {@code refuse}, it
     * leaves the last good site in place when something is wrong: who breaks a lesson to learn from it can still run it.
     */
    public static void main(String[] args) throws IOException {
        var course = Path.of(args[0]).toRealPath();
        var target = Path.of(args[1]).toAbsolutePath();
        if (Freshness.of(course, target)) {
            return;
        }
        try {
            DiagramMacro.useFonts(target.getParent().resolveSibling("fonts"));
            new Site(course).build(target);
        } catch (IllegalStateException complaints) {
            if (!args[2].equals("tell")) {
                throw complaints;
            }
            System.err.println(complaints.getMessage());
        }
    }

    /** Writes the site into an empty folder. */
    void build(Path target) throws IOException {
        var articles = articles();
        var files = new LinkedHashMap<String, String>();
        var menu = new Menu(read("pages.txt"), articles);
        for (var article : articles.values()) {
            files.put(article.name() + ".html", article.page(read("layout.html"), menu));
        }
        for (var proof : proofs.proofs()) {
            lessons.file(proof.module(), proof.test())
                    .ifPresent(file -> files.putIfAbsent(
                            proof.link().replaceFirst("#.*", ""),
                            SourcePage.of(lessons.place(file), lessons.text(file), read("layout.html"), menu)));
        }
        for (var lesson : changes.lessons()) {
            lesson.files()
                    .forEach((name, file) -> files.putIfAbsent(
                            lesson.link(name),
                            SourcePage.of(lessons.place(file), lessons.text(file), read("layout.html"), menu)));
        }
        for (var name : List.of("site.css", "site.js", "icon.svg", "calculator.js")) {
            files.put(name, read(name));
        }
        files.putAll(recordings());
        for (var name : List.of("results.csv", "coefficients.json")) {
            files.put(name, read("measured/" + name));
        }
        files.put("search.js", SearchIndex.of(articles.values()));
        new Checks(files, complaints).run();
        complaints.refuse();
        write(files, target);
    }

    /** What passed the wire of each lesson, for learners to load into the lab's microscope. */
    private Map<String, String> recordings() throws IOException {
        var recordings = new LinkedHashMap<String, String>();
        try (var files = Files.walk(source)) {
            for (var file :
                    files.filter(file -> file.endsWith("session.ndjson")).toList()) {
                recordings.put("session-%s.ndjson".formatted(file.getParent().getFileName()), lessons.text(file));
            }
        }
        return recordings;
    }

    /** The pages in the order of the menu; the list of topics comes last, when all proofs are known. */
    private Map<String, Article> articles() {
        var articles = new LinkedHashMap<String, Article>();
        try (var asciidoctor = Asciidoctor.Factory.create()) {
            asciidoctor.registerLogHandler(record -> {
                if (record.getSeverity().compareTo(Severity.WARN) >= 0) {
                    var cursor = record.getCursor();
                    var place = cursor == null ? "AsciiDoc" : cursor.getPath() + ", line " + cursor.getLineNumber();
                    complaints.add(place, record.getMessage());
                }
            });
            asciidoctor
                    .javaExtensionRegistry()
                    .includeProcessor(new Quoting(lessons, complaints))
                    .inlineMacro(proofs)
                    .inlineMacro(numbers)
                    .blockMacro(changes)
                    .blockMacro(new MeasuredTableMacro(measurements, complaints))
                    .blockMacro(new PlotMacro(source.resolve("measured"), lessons, complaints))
                    .block(new DiagramMacro(read("theme.puml"), measurements, complaints));
            var names = new ArrayList<>(Menu.names(read("pages.txt")));
            for (var name : names) {
                articles.put(name, article(asciidoctor, name));
            }
        }
        var evidence = evidence();
        articles.computeIfPresent(
                "topics",
                (name, article) -> article.with("<!-- topics -->", topics.html(evidence))
                        .with("<!-- count -->", topics.count(evidence)));
        articles.computeIfPresent(
                "measured", (name, article) -> article.with("<!-- measured -->", new Ledger(measurements).html()));
        return articles;
    }

    private List<Evidence> evidence() {
        return Stream.<Evidence>concat(proofs.proofs().stream(), numbers.numbers().stream())
                .toList();
    }

    private Article article(Asciidoctor asciidoctor, String name) {
        var options = Options.builder()
                .safe(SafeMode.UNSAFE)
                .standalone(false)
                .attributes(Attributes.builder()
                        .attribute("idprefix", "")
                        .attribute("idseparator", "-")
                        .attribute("source-highlighter", "rouge")
                        .attribute("rouge-css", "class")
                        .attribute("attribute-missing", "warn")
                        .attribute("experimental", "")
                        .build())
                .build();
        var document = asciidoctor.loadFile(source.resolve(name + ".adoc").toFile(), options);
        var html = document.convert();
        return Article.of(name, document.getDoctitle(), String.valueOf(document.getAttribute("description")), html);
    }

    private String read(String name) {
        return lessons.text(source.resolve(name));
    }

    private static void write(Map<String, String> files, Path target) throws IOException {
        Files.createDirectories(target);
        try (var old = Files.walk(target)) {
            for (var file : old.sorted(Comparator.reverseOrder())
                    .filter(Files::isRegularFile)
                    .toList()) {
                Files.delete(file);
            }
        }
        for (var file : files.entrySet()) {
            Files.writeString(target.resolve(file.getKey()), file.getValue());
        }
        Files.setLastModifiedTime(target.resolve("index.html"), FileTime.fromMillis(System.currentTimeMillis()));
    }

    /** The pages of a built site. */
    static Stream<Path> pages(Path site) throws IOException {
        try (var files = Files.list(site)) {
            return files.filter(file -> file.toString().endsWith(".html")).sorted().toList().stream();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }
}
