package ticker.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that lessons share. A lesson must be read, run and lifted out alone, so it has copies of them, equal but for
 * the package line. The originals are lesson 1's: change those, then run this.
 */
final class Copies {
    private static final Path ORIGINALS = Path.of("lesson01-polling");
    private static final List<String> SHARED = List.of(
            "src/main/java/ticker/polling/Guards.java",
            "src/main/java/ticker/polling/Market.java",
            "src/main/java/ticker/polling/Page.java",
            "src/main/java/ticker/polling/Problem.java",
            "src/main/java/ticker/polling/Quote.java",
            "src/main/java/ticker/polling/Quotes.java",
            "src/main/java/ticker/polling/Settings.java",
            "src/main/java/ticker/polling/Ticker.java",
            "src/main/resources/page/board.js",
            "src/main/resources/page/icon.svg",
            "src/main/resources/page/style.css",
            "src/test/java/ticker/polling/Browser.java",
            "src/test/java/ticker/polling/Wire.java");

    private final Path course;

    Copies(Path course) {
        this.course = course;
    }

    /** A file of a module, and the text that its original would give it. */
    record Copy(Path file, String text) {
        boolean isEqual() throws IOException {
            return Files.readString(file).equals(text);
        }
    }

    /** All copies there are. A module that has no use for a shared file has none of it. */
    List<Copy> all() throws IOException {
        var copies = new ArrayList<Copy>();
        for (var module : modules()) {
            for (var name : SHARED) {
                var original = course.resolve(ORIGINALS).resolve(name);
                var file = module.resolve(name.replace("ticker/polling", "ticker/" + packageOf(module)));
                if (Files.exists(file) && !file.equals(original)) {
                    var text = Files.readString(original);
                    copies.add(new Copy(
                            file,
                            text.replaceFirst(
                                    "package ticker\\.polling;", "package ticker." + packageOf(module) + ";")));
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
        return Files.exists(here.resolve(ORIGINALS)) ? here : here.getParent();
    }
}
