package ticker.docs.evidence;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import ticker.docs.sources.Lessons;

/**
 * All tests that the course names as proofs: in the pages of the docs, in the references of the lessons, and in the README of
 * production. As a program, it holds them against the reports of the tests that ran.
 */
public final class Proofs {
    private static final Pattern CLAIM = Pattern.compile("proof:(\\w+)\\[([\\w#]+)");
    private static final Pattern ROW = Pattern.compile("^\\| \\d\\.\\d+ \\|.*", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`(\\w+Test)?\\.?([a-z]\\w+)?`");

    private Proofs() {}

    /**
     * Ends with the status 1 when a proof did not run. The arguments are a folder with test reports, and {@code all} if those
     * must have run, too, that only {@code .ci/run all} runs. Without it they are listed.
     */
    public static void main(String[] args) throws IOException {
        var lessons = new Lessons(Lessons.root());
        var ran = TestReports.in(Path.of(args[0]));
        boolean all = args.length > 1 && args[1].equals("all");
        var proofs = new ArrayList<>(ofPages(lessons));
        proofs.addAll(ofReferences(lessons));
        var due = proofs.stream().filter(proof -> all || !proof.rare()).toList();
        proofs.stream()
                .filter(proof -> !due.contains(proof))
                .map(proof -> String.format(ROOT, "Only .ci/run all runs %s.", proof.reported(lessons)))
                .distinct()
                .forEach(System.out::println);
        var faults = faults(due, lessons, ran);
        faults.forEach(System.out::println);
        if (!faults.isEmpty()) {
            System.exit(1);
        }
    }

    /** Which of the proofs did not run, in sentences. */
    static List<String> faults(List<Proof> proofs, Lessons lessons, TestReports ran) {
        return proofs.stream()
                .filter(proof -> !ran.contains(proof.reported(lessons)))
                .map(proof -> String.format(ROOT, "%s: %s did not run.", proof.page(), proof.reported(lessons)))
                .distinct()
                .toList();
    }

    /** The proofs of all pages, whatever the section. */
    static List<Proof> ofPages(Lessons lessons) throws IOException {
        var proofs = new ArrayList<Proof>();
        try (var pages = Files.list(lessons.folder("docs").resolve("src/main/site"))) {
            for (var page : pages.filter(file -> file.toString().endsWith(".adoc"))
                    .sorted()
                    .toList()) {
                for (var claim : CLAIM.matcher(lessons.text(page)).results().toList()) {
                    proofs.add(Proof.of(lessons, claim.group(1), claim.group(2), List.of(), lessons.place(page)));
                }
            }
        }
        return proofs;
    }

    /** The proofs in the tables of the references: each row has the number of a topic first and its tests last. */
    static List<Proof> ofReferences(Lessons lessons) throws IOException {
        var proofs = new ArrayList<Proof>();
        for (var module : List.of("polling", "longpolling", "streaming", "websocket", "handshake", "production")) {
            var reference = lessons.folder(module).resolve("REFERENCE.md");
            var file =
                    Files.exists(reference) ? reference : lessons.folder(module).resolve("README.md");
            for (var row : ROW.matcher(lessons.text(file)).results().toList()) {
                proofs.addAll(ofRow(lessons, module, row.group(), lessons.place(file)));
            }
        }
        return proofs;
    }

    /** The tests named in the last column. A name without its class is of the class named before it. */
    private static List<Proof> ofRow(Lessons lessons, String module, String row, String page) {
        var columns = row.split("\\|");
        var topics = List.of(columns[1].strip());
        var proofs = new ArrayList<Proof>();
        var subject = "";
        for (var name : NAME.matcher(columns[columns.length - 1]).results().toList()) {
            subject = Optional.ofNullable(name.group(1)).orElse(subject);
            var sentence = Optional.ofNullable(name.group(2)).map("#"::concat).orElse("");
            proofs.add(Proof.of(lessons, module, subject + sentence, topics, page));
        }
        return proofs;
    }
}
