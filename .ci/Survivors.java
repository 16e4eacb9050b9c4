import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lists what PIT has changed in a lesson and no test has noticed, or only because it took too long: {@code java .ci/Survivors.java
 * lesson01-polling}. Survivors that are no mistake are explained in {@code src/test/mutants/survivors.txt}, a line each:
 * {@code Class.method | mutator | the line of code | why}. Such a line without a survivor is told, too.
 */
final class Survivors {
    private final Path lesson;
    private final List<String> explained = new ArrayList<>();
    private int survivors;

    private Survivors(Path lesson) {
        this.lesson = lesson;
    }

    public static void main(String[] args) throws IOException {
        new Survivors(Path.of(args[0])).list();
    }

    private void list() throws IOException {
        var file = lesson.resolve("src/test/mutants/survivors.txt");
        if (Files.exists(file)) {
            explained.addAll(Files.readAllLines(file));
        }
        var mutations = Files.readAllLines(lesson.resolve("target/pit-reports/mutations.csv"));
        System.out.println();
        for (var mutation : mutations) {
            look(mutation.split(","));
        }
        explained.forEach(line -> System.out.println("Explained, but no survivor: " + line));
        System.out.printf(
                ROOT, "%s: %d changes, %d that no test notices.%n", lesson.getFileName(), mutations.size(), survivors);
    }

    private void look(String[] mutation) throws IOException {
        var type = mutation[1].replaceAll(".*\\.", "");
        var mutator = mutation[2].replaceAll(".*\\.|Mutator$", "");
        var place = String.format(ROOT, "%s.%s | %s | %s", type, mutation[3], mutator, line(mutation));
        switch (mutation[5]) {
            case "KILLED" -> {}
            case "TIMED_OUT" -> System.out.println("Noticed by a time-out: " + place);
            default -> {
                survivors++;
                explain(place);
            }
        }
    }

    private void explain(String place) {
        for (var line : explained) {
            if (line.startsWith(place + " | ")) {
                explained.remove(line);
                System.out.println("Explained: " + line);
                return;
            }
        }
        System.out.println("Not noticed: " + place);
    }

    private String line(String[] mutation) throws IOException {
        var names = mutation[1].split("\\.");
        var folder = String.join("/", Arrays.copyOf(names, names.length - 1));
        var source = Files.readAllLines(lesson.resolve("src/main/java").resolve(folder).resolve(mutation[0]));
        return source.get(Integer.parseInt(mutation[4]) - 1).strip();
    }
}
