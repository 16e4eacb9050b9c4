package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import ticker.docs.sources.Lessons;

/**
 * Builds the docs site: AsciiDoc from {@code docs/src/main/site} into a folder of plain files that load nothing from
 * elsewhere. Whatever is wrong stops it with a sentence: a quote that finds nothing, a proof that doesn't exist, a
 * dead link, a diagram that PlantUML can't draw.
 */
public final class Site {
    static {
        // The libraries ask for no locale: PlantUML fails in Turkish.
        Locale.setDefault(ROOT);
    }

    private final Path source;
    private final Lessons lessons;
    private final Complaints complaints = new Complaints();
    private final Articles texts;

    Site(Path course) {
        source = course.resolve("docs/src/main/site");
        lessons = new Lessons(course);
        texts = new Articles(source, lessons, complaints);
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
        var articles = texts.all();
        var files = new LinkedHashMap<String, String>();
        var layout = read("layout.html");
        var menu = new Menu(read("pages.txt"), articles);
        articles.forEach((name, article) -> files.put(name + ".html", article.page(layout, menu)));
        files.put("404.html", missing().page(layout, menu));
        files.put("sitemap.xml", menu.sitemap());
        var claims = new Claims(texts.proofs(), articles);
        texts.sources()
                .forEach((name, file) -> files.put(
                        name,
                        new SourcePage(lessons.place(file), lessons.text(file), claims.of(name)).page(layout, menu)));
        for (var name : List.of("site.css", "site.js", "search-box.js", "icon.svg", "calculator.js")) {
            files.put(name, read(name));
        }
        files.putAll(drawing());
        files.putAll(recordings());
        for (var name : List.of("results.csv", "coefficients.json")) {
            files.put(name, read("measured/" + name));
        }
        var index = new SearchIndex(articles.values());
        index.read(read("aliases.txt"), complaints);
        files.put("search.js", index.script());
        new Checks(files, complaints).run();
        complaints.refuse();
        write(files, target);
    }

    private static Article missing() {
        return Article.of("404", "No such page", "There is no page at this address.", """
                <p>There is no page at this address. Perhaps it has another name now.</p>
                <p>Search for a word of it above, choose a page from the menu, or begin at <a href="index.html">the start</a>.</p>
                """);
    }

    /** The scripts that draw messages, and their style. The lab's microscope uses them, too. */
    private Map<String, String> drawing() throws IOException {
        var drawing = new LinkedHashMap<String, String>();
        try (var files = Files.list(source.resolve("drawing"))) {
            files.sorted().forEach(file -> drawing.put("drawing/" + file.getFileName(), lessons.text(file)));
        }
        return drawing;
    }

    /** What passed the wire of each lesson, for learners to load into the lab's microscope. */
    private Map<String, String> recordings() throws IOException {
        var recordings = new LinkedHashMap<String, String>();
        try (var files = Files.walk(source)) {
            for (var file :
                    files.filter(file -> file.endsWith("session.ndjson")).toList()) {
                recordings.put(
                        String.format(
                                ROOT, "session-%s.ndjson", file.getParent().getFileName()),
                        lessons.text(file));
            }
        }
        return recordings;
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
            var place = target.resolve(file.getKey());
            Files.createDirectories(place.getParent());
            Files.writeString(place, file.getValue());
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
