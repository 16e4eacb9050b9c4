package ticker.docs.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import ticker.docs.sources.Lessons;

/** Whether a site need not be built again. */
final class Freshness {
    private Freshness() {}

    /** True if it is there, and newer than all that it is made of and by. */
    static boolean of(Path course, Path site) throws IOException {
        var start = site.resolve("index.html");
        if (!Files.exists(start)) {
            return false;
        }
        var built = Files.getLastModifiedTime(start);
        try (var classes = Files.walk(site.resolveSibling("ticker"))) {
            return Stream.of(new Lessons(course).sources(), classes, Stream.of(course.resolve("docs/pom.xml")))
                    .flatMap(files -> files)
                    .filter(Files::isRegularFile)
                    .allMatch(file -> modified(file).compareTo(built) <= 0);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(Long.MAX_VALUE);
        }
    }
}
