package ticker.docs.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocaleTest {
    /** The libraries that make the docs have no other setting. All else names the locale where it matters. */
    @Test
    void onlyTheGeneratorOfTheDocsSetsTheLocale() throws Exception {
        try (var files = Files.walk(Path.of(".."))) {
            var setting = files.filter(file -> file.toString().matches(".*/src/main/java/.*\\.java"))
                    .filter(LocaleTest::setsTheLocale)
                    .map(file -> file.getFileName().toString())
                    .toList();

            assertEquals(List.of("Site.java"), setting, "files that set the locale");
        }
    }

    private static boolean setsTheLocale(Path file) {
        try {
            return Files.readString(file).contains("Locale.setDefault");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
