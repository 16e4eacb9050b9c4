package ticker.docs.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** What the page of each lesson, and each page of the lab, has in its HTML, before any script runs. */
class EveryPageTest {
    @Test
    void withoutScriptsAPageThatNeedsThemSaysSo() throws Exception {
        for (var page : pages()) {
            var needsScripts = page.selectFirst("#connection") != null;
            if (needsScripts) {
                assertFalse(page.select("noscript").isEmpty(), "noscript in " + page.title());
            }
        }
    }

    @Test
    void anOptionHasAValueThatNoTranslationChanges() throws Exception {
        for (var page : pages()) {
            for (var option : page.select("option")) {
                assertTrue(option.hasAttr("value"), page.title() + ": " + option);
            }
        }
    }

    @Test
    void aFieldHasANameThatStaysWhenSomethingIsTyped() throws Exception {
        for (var page : pages()) {
            var nameless = page.select("input, select, textarea").stream()
                    .filter(field -> !isNamed(field))
                    .map(Element::outerHtml)
                    .toList();

            assertEquals(List.of(), nameless, page.title() + ": fields with no name but a placeholder");
        }
    }

    private static boolean isNamed(Element field) {
        var label = field.closest("label");
        var id = field.id();
        return label != null && label.hasText()
                || field.hasAttr("aria-label")
                || field.hasAttr("aria-labelledby")
                || !id.isEmpty() && field.ownerDocument().selectFirst("label[for=" + id + "]") != null;
    }

    private static List<Document> pages() throws IOException {
        var pages = new ArrayList<Document>();
        try (var files = Files.walk(Path.of(".."))) {
            for (var file : files.filter(path -> path.toString().matches(".*/src/main/resources/page/.*index\\.html"))
                    .sorted()
                    .toList()) {
                pages.add(Jsoup.parse(file));
            }
        }
        pages.add(Jsoup.parse(Path.of("src/main/site/layout.html")));
        assertEquals(9, pages.size(), "five lessons, three pages of the lab, the docs");
        return pages;
    }
}
