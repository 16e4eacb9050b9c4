package ticker.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that lessons share. A lesson must be read, run and lifted out alone, so it has copies of them, equal but for
 * the package line. The originals are those of the first lesson that needs them: change those, then run this.
 */
final class Copies {
    private static final List<String> ORIGINALS = List.of(
            "lesson01-polling/src/main/java/ticker/polling/Guards.java",
            "lesson01-polling/src/main/java/ticker/polling/Market.java",
            "lesson01-polling/src/main/java/ticker/polling/Page.java",
            "lesson01-polling/src/main/java/ticker/polling/Problem.java",
            "lesson01-polling/src/main/java/ticker/polling/Quote.java",
            "lesson01-polling/src/main/java/ticker/polling/Quotes.java",
            "lesson01-polling/src/main/java/ticker/polling/Server.java",
            "lesson01-polling/src/main/java/ticker/polling/Settings.java",
            "lesson01-polling/src/main/java/ticker/polling/Ticker.java",
            "lesson01-polling/src/main/resources/page/board.js",
            "lesson01-polling/src/main/resources/page/icon.svg",
            "lesson01-polling/src/main/resources/page/style.css",
            "lesson01-polling/src/test/java/ticker/polling/Await.java",
            "lesson01-polling/src/test/java/ticker/polling/Browser.java",
            "lesson01-polling/src/test/java/ticker/polling/Wire.java",
            "lesson02-long-polling/src/main/java/ticker/longpolling/Subscriber.java",
            "lesson02-long-polling/src/main/java/ticker/longpolling/SubscriberGroup.java",
            "lesson02-long-polling/src/main/java/ticker/longpolling/Subscribers.java");

    private final Path course;

    Copies(Path course) {
        this.course = course;
    }

    /** A file of a module, its original, and the text that the original would give it. */
    record Copy(Path file, Path original, String text) {
        boolean isEqual() throws IOException {
            return Files.readString(file).equals(text);
        }
    }

    /** All copies there are. A module that has no use for a shared file has none of it. */
    List<Copy> all() throws IOException {
        var copies = new ArrayList<Copy>();
        for (var module : modules()) {
            for (var name : ORIGINALS) {
                var original = course.resolve(name);
                var place = name.substring(name.indexOf('/') + 1);
                var file = module.resolve(place.replaceFirst("ticker/\\w+", "ticker/" + packageOf(module)));
                if (Files.exists(file) && !file.equals(original)) {
                    var line = "package ticker.%s;".formatted(packageOf(module));
                    var text = Files.readString(original).replaceFirst("package ticker\\.\\w+;", line);
                    copies.add(new Copy(file, original, text));
                }
            }
        }
        return copies;
    }

    private List<Path> modules() throws IOException {
        try (var folders = Files.list(course)) {
            return folders.filter(folder -> Files.exists(folder.resolve("src/main/java/ticker")))
                    .sorted()
                    .toList();
        }
    }

    /** The last part of a module's package, by which the docs call it. */
    static String packageOf(Path module) throws IOException {
        try (var packages = Files.list(module.resolve("src/main/java/ticker"))) {
            return packages.findFirst().orElseThrow().getFileName().toString();
        }
    }

    /** Gives every copy its original's text. */
    public static void main(String[] args) throws IOException {
        for (var copy : new Copies(root()).all()) {
            if (!copy.isEqual()) {
                Files.writeString(copy.file(), copy.text());
                System.out.println("Copied to " + copy.file());
            }
        }
    }

    /** The folder of the whole course, whether this runs there or in the folder of a module. */
    static Path root() {
        var here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve(ORIGINALS.get(0))) ? here : here.getParent();
    }
}
