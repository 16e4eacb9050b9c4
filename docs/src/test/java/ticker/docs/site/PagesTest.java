package ticker.docs.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import ticker.docs.sources.Lessons;

/** What every page of the site has in its HTML. */
class PagesTest {
    private static final Path SITE = Lessons.root().resolve("docs/target/classes/docs-site");

    @Test
    void eachPageLeadsToTheOneBeforeAndTheOneAfter() throws IOException {
        var names = names();
        for (int i = 0; i < names.size(); i++) {
            var page = page(names.get(i));

            assertEquals(
                    i == 0 ? "" : names.get(i - 1) + ".html",
                    page.select(".ways [rel=prev]").attr("href"),
                    "the page before " + names.get(i));
            assertEquals(
                    i == names.size() - 1 ? "" : names.get(i + 1) + ".html",
                    page.select(".ways [rel=next]").attr("href"),
                    "the page after " + names.get(i));
        }
    }

    @Test
    void eachPageIsMarkedInTheMenu() throws IOException {
        for (var name : names()) {
            assertEquals(
                    name + ".html",
                    page(name).select("#menu [aria-current=page]").attr("href"),
                    "the page that is marked in the menu of " + name);
        }
    }

    @Test
    void eachHeadingLeadsToItself() throws IOException {
        for (var name : names()) {
            for (var heading : page(name).select("main :is(h2, h3)[id]")) {
                assertEquals(
                        "#" + heading.id(),
                        heading.select("a.anchor").attr("href"),
                        "the address of a heading of " + name);
            }
        }
    }

    @Test
    void eachPageSaysWhatItIsAboutWhereItIsSharedOrFound() throws IOException {
        for (var name : names()) {
            var page = page(name);
            var description = page.select("meta[name=description]").attr("content");

            assertTrue(description.endsWith("."), () -> name + " has a description in a sentence: " + description);
            assertEquals(
                    description, page.select("meta[property=og:description]").attr("content"), name);
            assertEquals(
                    page.selectFirst("h1").text(),
                    page.select("meta[property=og:title]").attr("content"),
                    name);
        }
    }

    @Test
    void theSitemapHasEachPage() throws IOException {
        var sitemap = Files.readString(SITE.resolve("sitemap.xml"), UTF_8);

        assertEquals(
                names().stream()
                        .map(name -> "http://localhost:8080/docs/" + name + ".html")
                        .toList(),
                Jsoup.parse(sitemap).select("loc").eachText());
    }

    @Test
    void thePageForAWrongAddressLeadsOn() throws IOException {
        var page = page("404");

        assertEquals("No such page", page.selectFirst("h1").text());
        assertEquals("index.html", page.select("main p a").attr("href"));
        assertFalse(page.select("#menu a").isEmpty(), "it has the menu");
        assertFalse(page.select("#search").isEmpty(), "it has the search");
    }

    /** Who speaks to the computer says what is to be seen (WCAG 2.2, 2.5.3). */
    @Test
    void theNameOfALinkBeginsWithItsVisibleText() throws IOException {
        for (var name : names()) {
            var wrong = page(name).select("a[aria-label]:not(.anchor)").stream()
                    .filter(link -> !link.attr("aria-label").startsWith(link.text()))
                    .map(link -> link.text() + ", named " + link.attr("aria-label"))
                    .toList();

            assertEquals(List.of(), wrong, "links of " + name + " with another name than their text");
        }
    }

    @Test
    void aSourceIsInColorsAndItsTestsLeadBackToTheirClaims() {
        var claims = Map.of("rises", Set.of(" <a href=\"polling.html#wrong\">claimed in Polling</a>"));
        var source = "/** Says\n * why. */\nclass Some {\n    void rises() {\n        say(\"<1>\", 2);\n    }\n}\n";

        var page = Jsoup.parse(
                new SourcePage("a/SomeTest.java", source, claims).page("<main>{text}</main>", new Menu("", Map.of())));

        assertEquals(7, page.select(".line").size(), "lines");
        assertEquals(
                List.of("/** Says", " * why. */"),
                page.select(".c").stream().map(comment -> comment.wholeText()).toList());
        assertEquals("\"<1>\"", page.select(".s").text(), "strings");
        assertEquals("2", page.select(".m").text(), "numbers");
        assertEquals(List.of("class", "void"), page.select(".k").eachText(), "words");
        assertEquals("polling.html#wrong", page.select("#rises a").attr("href"), "the way back");
    }

    @Test
    void eachProofOfAPageLeadsToASourceThatLeadsBack() throws IOException {
        var lost = new TreeSet<String>();
        for (var proof : page("polling").select("a.proof")) {
            var parts = proof.attr("href").replace(".html", "").split("#");
            var source = page(parts[0]);
            var test = parts.length > 1 ? source.getElementById(parts[1]) : source.selectFirst("main p");
            if (test == null || test.select("a.claim[href^=polling.html]").isEmpty()) {
                lost.add(proof.attr("href"));
            }
        }

        assertEquals(Set.of(), lost, "proofs whose source has no link back to polling.html");
    }

    private static List<String> names() throws IOException {
        return Menu.names(Files.readString(Lessons.root().resolve("docs/src/main/site/pages.txt"), UTF_8));
    }

    private static Document page(String name) throws IOException {
        return Jsoup.parse(SITE.resolve(name + ".html").toFile());
    }
}
