package ticker.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The modules of the course and their files. A module goes by the name of its package: {@code polling}. */
final class Lessons {
    private final Path course;

    Lessons(Path course) {
        this.course = course;
    }

    /** A file of a module's sources, by its name alone; a name without an ending is a class. */
    Optional<Path> file(String module, String name) {
        var wanted = name.contains(".") ? name : name + ".java";
        return modules(module)
                .flatMap(folder -> walk(folder.resolve("src")))
                .filter(file -> file.endsWith(wanted))
                .findFirst();
    }

    /** All source files of all modules. */
    Stream<Path> sources() {
        return folders()
                .map(folder -> folder.resolve("src"))
                .filter(Files::isDirectory)
                .flatMap(Lessons::walk);
    }

    /** The folder of a module. */
    Path folder(String module) {
        return modules(module).findFirst().orElseThrow();
    }

    private Stream<Path> modules(String module) {
        return folders().filter(folder -> Files.isDirectory(folder.resolve("src/main/java/ticker/" + module)));
    }

    String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Where a file is, seen from the root of the course. */
    String place(Path file) {
        return course.relativize(file).toString().replace('\\', '/');
    }

    private Stream<Path> folders() {
        try (var folders = Files.list(course)) {
            return folders.sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<Path> walk(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
