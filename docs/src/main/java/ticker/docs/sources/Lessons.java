package ticker.docs.sources;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The modules of the course and their files. A module goes by the name of its package: {@code polling}. */
public final class Lessons {
    private final Path course;

    /** The modules in the course's folder. */
    public Lessons(Path course) {
        this.course = course;
    }

    /** A file of a module, its sources or what lies beside them, by its name alone; a name without an ending is a class. */
    public Optional<Path> file(String module, String name) {
        var wanted = name.contains(".") ? name : name + ".java";
        return modules(module)
                .flatMap(Lessons::files)
                .filter(file -> file.endsWith(wanted))
                .findFirst();
    }

    /** The files of a module in a folder of it. */
    public Stream<Path> files(String module, String folder) {
        return walk(folder(module).resolve(folder), Integer.MAX_VALUE);
    }

    /** All source files of all modules, and what lies beside them. */
    public Stream<Path> sources() {
        return folders()
                .filter(folder -> Files.isDirectory(folder.resolve("src")))
                .flatMap(Lessons::files);
    }

    private static Stream<Path> files(Path module) {
        return Stream.concat(walk(module, 1), walk(module.resolve("src"), Integer.MAX_VALUE));
    }

    /** The folder of a module. */
    public Path folder(String module) {
        return modules(module).findFirst().orElseThrow();
    }

    private Stream<Path> modules(String module) {
        return folders().filter(folder -> Files.isDirectory(folder.resolve("src/main/java/ticker/" + module)));
    }

    /** The text of a file. */
    public String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Where a file is, seen from the root of the course. */
    public String place(Path file) {
        return course.relativize(file).toString().replace('\\', '/');
    }

    /** Where the site shows a file of a module: a class by its name, anything else by its file's name. */
    public static String link(String module, String name) {
        return String.format(ROOT, "source-%s-%s.html", module, name);
    }

    /** The last part of a module's package, by which the docs call it. */
    public static String packageOf(Path module) throws IOException {
        try (var packages = Files.list(module.resolve("src/main/java/ticker"))) {
            return packages.findFirst().orElseThrow().getFileName().toString();
        }
    }

    /** The folder of the whole course, whether this runs there or in the folder of a module. */
    public static Path root() {
        var here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("mvnw")) ? here : here.getParent();
    }

    private Stream<Path> folders() {
        try (var folders = Files.list(course)) {
            return folders.sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<Path> walk(Path folder, int depth) {
        try (var files = Files.walk(folder, depth)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
