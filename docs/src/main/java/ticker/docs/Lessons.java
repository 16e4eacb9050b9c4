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

    /** A file of a module, its sources or what lies beside them, by its name alone; a name without an ending is a class. */
    Optional<Path> file(String module, String name) {
        var wanted = name.contains(".") ? name : name + ".java";
        return modules(module)
                .flatMap(Lessons::files)
                .filter(file -> file.endsWith(wanted))
                .findFirst();
    }

    /** The files of a module in a folder of it. */
    Stream<Path> files(String module, String folder) {
        return walk(folder(module).resolve(folder), Integer.MAX_VALUE);
    }

    /** All source files of all modules, and what lies beside them. */
    Stream<Path> sources() {
        return folders()
                .filter(folder -> Files.isDirectory(folder.resolve("src")))
                .flatMap(Lessons::files);
    }

    private static Stream<Path> files(Path module) {
        return Stream.concat(walk(module, 1), walk(module.resolve("src"), Integer.MAX_VALUE));
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

    private static Stream<Path> walk(Path folder, int depth) {
        try (var files = Files.walk(folder, depth)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
