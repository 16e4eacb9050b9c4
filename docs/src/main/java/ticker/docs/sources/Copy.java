package ticker.docs.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file of a module, its original, and the text that the original gives it. */
record Copy(Path module, Path file, Path original, String text) {
    private static final Pattern IMPORTS = Pattern.compile("(^import (?!static ).*\n)+", Pattern.MULTILINE);

    static Copy of(Path module, Path file, Path original) throws IOException {
        var text = Files.readString(original);
        return new Copy(module, file, original, file.toString().endsWith(".java") ? moved(text, file) : text);
    }

    boolean isEqual() throws IOException {
        return Files.readString(file).equals(text);
    }

    /** In the copy's package; what the original has beside it, the copy may import from another package of its module. */
    private static String moved(String text, Path file) throws IOException {
        var own = Files.readString(file).lines().filter(line -> line.startsWith("import ticker."));
        var renamed = text.replaceFirst("package [\\w.]+;", "package " + packageAt(file) + ";");
        return IMPORTS.matcher(renamed)
                .replaceFirst(imports -> Stream.concat(imports.group().lines(), own)
                        .sorted(Comparator.comparing(line -> line.replace(";", ""))) // as the formatter does
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    private static String packageAt(Path file) {
        return file.getParent()
                .toString()
                .replace('\\', '/')
                .replaceFirst(".*/java/", "")
                .replace('/', '.');
    }
}
