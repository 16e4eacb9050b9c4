package ticker.docs.sources;

import static java.util.Locale.ROOT;

import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a lesson is written in: its main Java and the scripts of its page.
 *
 * @param module its package, such as polling
 * @param server the class that is its server
 * @param client the class that is its client for the console
 * @param files by name: of a class without an ending
 */
public record Lesson(String module, String server, String client, SortedMap<String, Path> files) {
    /** The lesson of that package. One that is not there, or whose pom.xml names no server or client, is a NoSuchElementException. */
    public static Lesson of(Lessons lessons, String module) {
        var pom = lessons.file(module, "pom.xml")
                .map(lessons::text)
                .orElseThrow(() -> new NoSuchElementException(String.format(ROOT, "there is no lesson %s.", module)));
        var files = new TreeMap<String, Path>();
        lessons.files(module, "src/main").filter(Lesson::isRead).forEach(file -> files.put(name(file), file));
        return new Lesson(module, property(pom, "server"), property(pom, "client"), files);
    }

    private static boolean isRead(Path file) {
        return file.toString().matches(".*\\.(java|js)");
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.java$", "");
    }

    private static String property(String pom, String name) {
        var property =
                Pattern.compile(String.format(ROOT, "<%1$s>(.*?)</%1$s>", name)).matcher(pom);
        if (!property.find()) {
            throw new NoSuchElementException(String.format(ROOT, "a lesson's pom.xml names no %s.", name));
        }
        return property.group(1);
    }

    /** A file's name, or what the file is in every lesson: the server, the client. */
    String role(String name) {
        return Map.of(server, "the server", client, "the client").getOrDefault(name, name);
    }

    /** This lesson's text as if it were in the other's package and the server and client had the names of the other's. */
    String leveled(String text, Lesson other) {
        return text.replaceAll("\\bticker([./])" + module + "\\b", "ticker$1" + other.module)
                .replaceAll(String.format(ROOT, "\\b%s\\b", server), other.server)
                .replaceAll(String.format(ROOT, "\\b%s\\b", client), other.client);
    }

    /** Where the site shows a file of it. */
    public String link(String name) {
        return Lessons.link(module, name);
    }

    /** A link to the file, with its name as the text. */
    String linked(String name) {
        return String.format(ROOT, "<a href=\"%s\"><code>%s</code></a>", link(name), name);
    }
}
