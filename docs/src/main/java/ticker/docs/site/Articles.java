package ticker.docs.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import org.asciidoctor.log.LogRecord;
import org.asciidoctor.log.Severity;
import ticker.docs.evidence.Evidence;
import ticker.docs.evidence.Ledger;
import ticker.docs.evidence.Measurements;
import ticker.docs.evidence.Proof;
import ticker.docs.evidence.Topics;
import ticker.docs.sources.Lessons;

/** The pages' texts: AsciiDoc made to HTML, with all that it quotes, proves, measures, compares and draws. */
final class Articles {
    private final Path source;
    private final Lessons lessons;
    private final Complaints complaints;
    private final Topics topics;
    private final Measurements measurements;
    private final ProofMacro proofs;
    private final MeasuredMacro numbers;
    private final MeasurementMacro tables;
    private final ChangesMacro changes;

    Articles(Path source, Lessons lessons, Complaints complaints) {
        this.source = source;
        this.lessons = lessons;
        this.complaints = complaints;
        topics = new Topics(read("topics.txt"));
        measurements =
                new Measurements(read("measured/run.json"), read("measured/results.csv"), read("measured/remarks.csv"));
        proofs = new ProofMacro(lessons, topics, complaints);
        numbers = new MeasuredMacro(measurements, topics, complaints);
        tables = new MeasurementMacro(source.resolve("measured"), lessons, topics, complaints);
        changes = new ChangesMacro(lessons, complaints);
    }

    /** The pages in the order of the menu; the list of topics comes last, when all proofs are known. */
    Map<String, Article> all() {
        var articles = new LinkedHashMap<String, Article>();
        try (var asciidoctor = Asciidoctor.Factory.create()) {
            asciidoctor.registerLogHandler(this::complain);
            asciidoctor
                    .javaExtensionRegistry()
                    .includeProcessor(new Quoting(lessons, complaints))
                    .inlineMacro(proofs)
                    .inlineMacro(numbers)
                    .blockMacro(changes)
                    .blockMacro(tables)
                    .blockMacro(new StepsMacro(lessons, proofs, complaints))
                    .blockMacro(new SolutionMacro(lessons, complaints))
                    .blockMacro(new MeasuredTableMacro(measurements, complaints))
                    .blockMacro(new PlotMacro(source.resolve("measured"), lessons, complaints))
                    .block(new DiagramMacro(read("theme.puml"), measurements, complaints));
            for (var name : Menu.names(read("pages.txt"))) {
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
        var tradeOffs = new TradeOffs(read("tradeoffs.txt"), complaints).html(articles.values());
        articles.computeIfPresent("tradeoffs", (name, article) -> article.with("<!-- trade-offs -->", tradeOffs));
        return articles;
    }

    private void complain(LogRecord warning) {
        if (warning.getSeverity().compareTo(Severity.WARN) >= 0) {
            var cursor = warning.getCursor();
            var place = cursor == null ? "AsciiDoc" : cursor.getPath() + ", line " + cursor.getLineNumber();
            complaints.add(place, warning.getMessage());
        }
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

    private List<Evidence> evidence() {
        var evidence = new ArrayList<Evidence>(proofs.proofs());
        evidence.addAll(numbers.numbers());
        evidence.addAll(tables.tables());
        return evidence;
    }

    /** The source files that the pages link to, by the names of their own pages. */
    Map<String, Path> sources() {
        var sources = new LinkedHashMap<String, Path>();
        for (var proof : proofs.proofs()) {
            lessons.file(proof.module(), proof.test())
                    .ifPresent(file -> sources.putIfAbsent(proof.link().replaceFirst("#.*", ""), file));
        }
        for (var lesson : changes.lessons()) {
            lesson.files().forEach((name, file) -> sources.putIfAbsent(lesson.link(name), file));
        }
        return sources;
    }

    /** The claims of all pages that name a test. */
    List<Proof> proofs() {
        return proofs.proofs();
    }

    private String read(String name) {
        return lessons.text(source.resolve(name));
    }
}
