package ticker.docs.sources;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files that lessons share. A lesson must be read, run and lifted out alone, so it has copies of them, equal but for
 * the package line and imports from their own module. The originals are those of the first lesson that has them: change
 * those, then run this.
 *
 * <p>The name alone makes a file a copy: a module's file with a shared name, in the same folder of sources, is one,
 * whichever package it is in. So nothing else may have a shared name there, and no module may have a copy twice.
 */
final class Copies {
    private static final List<String> SHARED = List.of(
            "src/main/java/Backoff.java",
            "src/main/java/Guards.java",
            "src/main/java/Market.java",
            "src/main/java/OriginCheck.java",
            "src/main/java/Page.java",
            "src/main/java/Problem.java",
            "src/main/java/Quote.java",
            "src/main/java/Quotes.java",
            "src/main/java/Server.java",
            "src/main/java/Settings.java",
            "src/main/java/Subscriber.java",
            "src/main/java/SubscriberGroup.java",
            "src/main/java/Subscribers.java",
            "src/main/java/Ticker.java",
            "src/main/java/WholeResponse.java",
            "src/main/resources/page/backoff.js",
            "src/main/resources/page/board.js",
            "src/main/resources/page/clock.js",
            "src/main/resources/page/icon.svg",
            "src/main/resources/page/quotes.js",
            "src/main/resources/page/retry.js",
            "src/main/resources/page/style.css",
            "src/test/java/Await.java",
            "src/test/java/Browser.java",
            "src/test/java/ComeBack.java",
            "src/test/java/Failure.java",
            "src/test/java/LeavingClients.java",
            "src/test/java/ScriptedServer.java",
            "src/test/java/Wire.java");

    private final Path course;

    Copies(Path course) {
        this.course = course;
    }

    /** All copies there are. A module that has no use for a shared file has none of it. */
    List<Copy> all() throws IOException {
        var copies = new ArrayList<Copy>();
        for (var shared : SHARED) {
            copies.addAll(copies(shared));
        }
        return copies;
    }

    /** Shared files that only one module has, or none: they need not be in the list. */
    List<String> unshared() throws IOException {
        var unshared = new ArrayList<String>();
        for (var shared : SHARED) {
            if (copies(shared).isEmpty()) {
                unshared.add(shared);
            }
        }
        return unshared;
    }

    private List<Copy> copies(String shared) throws IOException {
        var copies = new ArrayList<Copy>();
        Path original = null;
        for (var module : modules()) {
            var file = find(module, shared).orElse(null);
            if (original == null) {
                original = file;
            } else if (file != null) {
                copies.add(Copy.of(module, file, original));
            }
        }
        return copies;
    }

    /** A module's file of that name, in whichever package it is. */
    private Optional<Path> find(Path module, String shared) throws IOException {
        var sources = module.resolve(shared).getParent();
        if (!Files.isDirectory(sources)) {
            return Optional.empty();
        }
        try (var files = Files.walk(sources)) {
            var name = Path.of(shared).getFileName();
            var found = files.filter(file -> file.endsWith(name)).sorted().toList();
            if (found.size() > 1) {
                throw new IllegalStateException(String.format(
                        ROOT,
                        "%s is the name of a shared file, but two files have it: %s and %s. Rename one, or let both use one copy.",
                        name,
                        course.relativize(found.get(0)),
                        course.relativize(found.get(1))));
            }
            return found.stream().findFirst();
        }
    }

    /** What the copies come to, in files and lines: a row for each module. */
    String table() throws IOException {
        var rows = new TreeMap<String, List<Copy>>();
        for (var copy : all()) {
            rows.computeIfAbsent(course.relativize(copy.module()).toString(), module -> new ArrayList<>())
                    .add(copy);
        }
        rows.put("~", all());
        var table = new StringBuilder(String.format(ROOT, "%-24s %5s %6s%n", "copies in", "files", "lines"));
        rows.forEach((module, copies) -> table.append(String.format(
                ROOT,
                "%-24s %5d %6d%n",
                module.replace("~", "all modules"),
                copies.size(),
                copies.stream().mapToLong(copy -> copy.text().lines().count()).sum())));
        return table.toString();
    }

    /** The lessons come first: an original is always a lesson's. */
    private List<Path> modules() throws IOException {
        try (var folders = Files.list(course)) {
            return folders.filter(folder -> Files.exists(folder.resolve("src/main/java/ticker")))
                    .sorted(Comparator.comparing((Path folder) ->
                                    !folder.getFileName().toString().startsWith("lesson"))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    /** Gives every copy its original's text. */
    public static void main(String[] args) throws IOException {
        for (var copy : new Copies(Lessons.root()).all()) {
            if (!copy.isEqual()) {
                Files.writeString(copy.file(), copy.text());
                System.out.println("Copied to " + copy.file());
            }
        }
    }
}
