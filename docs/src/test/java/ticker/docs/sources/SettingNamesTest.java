package ticker.docs.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A mistyped setting is told from the others by the list of names in Settings: so all settings must be in it. */
class SettingNamesTest {
    private static final Pattern READ =
            Pattern.compile("Settings\\.(?:whole|yes)\\(\"(\\w+)\"|getProperty\\(\"(\\w+)\"");
    private static final Pattern NAME = Pattern.compile("\"(\\w+)\"");

    private final Lessons lessons = new Lessons(Lessons.root());

    @Test
    void everySettingThatAProgramReadsIsInTheList() {
        var settings = lessons.text(lessons.file("polling", "Settings").orElseThrow());
        var list = settings.substring(
                settings.indexOf("NAMES = List.of("), settings.indexOf(");", settings.indexOf("NAMES")));
        var known = NAME.matcher(list).results().map(name -> name.group(1)).collect(Collectors.toSet());

        var read = read();

        assertTrue(read.containsAll(List.of("interval", "holdTime", "origins")), "settings are found: " + read);
        read.removeAll(known);
        assertEquals(Set.of(), read, "settings that Settings.NAMES lacks");
    }

    private Set<String> read() {
        return lessons.sources()
                .filter(file -> file.toString().replace('\\', '/').contains("/src/main/java/"))
                .flatMap(file -> READ.matcher(lessons.text(file)).results())
                .map(name -> name.group(1) == null ? name.group(2) : name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
