package ticker.docs.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.openqa.selenium.Keys;
import ticker.docs.sources.Lessons;

/** What the search box finds, with the words that people use. */
@Execution(ExecutionMode.SAME_THREAD)
@Tag("browser")
class SearchTest {
    private static final Path SITE = Lessons.root().resolve("docs/target/classes/docs-site");
    private static final int FIRST = 3;

    @RegisterExtension
    static final Browser browser = new Browser();

    private record Search(String words, List<String> right) {}

    @BeforeEach
    void openAPage() {
        browser.prefers("color-scheme", "light");
        browser.width(1280);
        browser.open(SITE.resolve("index.html").toUri());
    }

    /** The searches were written down before the search was made for them. */
    @Test
    void fiftyFourOfSixtySearchesFindTheirSectionAmongTheFirstThree() throws Exception {
        var searches = searches(read("docs/src/test/resources/searches.txt"));

        var missed = missed(searches);

        assertEquals(60, searches.size(), "searches");
        assertTrue(
                missed.size() <= 6,
                () -> String.format(ROOT, "%d searches miss their section:\n", missed.size())
                        + String.join("\n", missed));
    }

    @Test
    void eachAliasFindsItsSectionAmongTheFirstThree() throws Exception {
        var aliases = new ArrayList<Search>();
        for (var line : searches(read("docs/src/main/site/aliases.txt"))) {
            for (var alias : String.join(" ", line.right()).split(", ")) {
                aliases.add(new Search(alias, List.of(line.words())));
            }
        }

        assertFalse(aliases.isEmpty(), "there are aliases");
        assertEquals(List.of(), missed(aliases), "aliases whose section is not among the first three");
    }

    @Test
    void theWordsOfTheTradeAreAliases() throws Exception {
        var aliases = read("docs/src/main/site/aliases.txt").toLowerCase(ROOT);

        var missing = Stream.of(
                        "SSE, server push, stale, backpressure, disconnect, keepalive, CSRF, CSWSH, benchmark, background tab, newline, pub/sub, JWT, timeout"
                                .split(", "))
                .filter(word -> !aliases.contains(word.toLowerCase(ROOT)))
                .toList();

        assertEquals(List.of(), missing, "words without an alias");
    }

    @Test
    void aWordThatIsOnlyAPartOfOthersIsFoundAfterWholeWords() {
        var found = found("proxy");

        assertTrue(found.get(0).startsWith("proxy.html"), () -> "the first is not Behind a proxy but " + found.get(0));
        assertEquals("glossary.html", found("轮询").get(0), "a part of 长轮询, where no blank divides words");
    }

    @Test
    void topicsComeLast() {
        var found = found("polling");

        assertTrue(found.get(found.size() - 1).startsWith("topics.html"), () -> "the last is " + found);
    }

    @Test
    void aHeadingOfTheThirdLevelHasAPlaceOfItsOwn() {
        assertEquals(
                "scaling.html#all-of-it-with-one-command",
                found("docker compose command").get(0));
    }

    @Test
    void dumpsAndTablesOfNumbersAreNotFound() throws Exception {
        var index = read("docs/target/classes/docs-site/search.js");

        assertFalse(index.contains("0d 0a 0d 0a"), "a dump of a lesson's bytes is in the index");
        assertFalse(index.contains("0000: "), "a dump by curl is in the index");
    }

    @Test
    void placesAreCountedAndTheWordsInThemMarked() {
        browser.type("#search input", "setinterval overlap");

        browser.awaitText("#found p", "Found in \\d+ places?\\. .*");
        var said = browser.text("#found p").replaceAll("(?s)Found in (\\d+) place.*", "$1");
        assertEquals(
                said,
                String.valueOf(
                        browser.run(
                                "return load().then(index => index.find('setinterval overlap').filter(hit => hit.whole).length)")),
                "places with both words");
        var marked = (List<?>) browser.run(
                "return [...document.querySelectorAll('#found mark')].map(mark => mark.textContent.toLowerCase())");
        assertTrue(marked.containsAll(List.of("overlap", "setinterval")), () -> "words that are marked: " + marked);
        assertEquals(List.of(), browser.accessibilityFaults());
    }

    @Test
    void arrowsGoThroughThePlacesAndBack() {
        browser.type("#search input", "polling");
        browser.awaitText("#found p", "Found in .*");

        browser.find("#search input").sendKeys(Keys.ARROW_DOWN);
        browser.find("#found li:first-child a").sendKeys(Keys.ARROW_DOWN);
        assertEquals(
                true, browser.run("return document.activeElement.matches('#found li:nth-child(2) a')"), "the second");

        browser.find("#found li:nth-child(2) a").sendKeys(Keys.ARROW_UP);
        browser.find("#found li:first-child a").sendKeys(Keys.ARROW_UP);
        assertEquals("words", browser.run("return document.activeElement.name"), "back in the box");
    }

    @Test
    void enterLeadsToTheFirstPlace() {
        browser.type("#search input", "polling");
        browser.find("#search input").sendKeys(Keys.ENTER);

        browser.awaitText("h1", "1 · Polling");
    }

    @Test
    void escapeHidesWhatIsFound() {
        browser.type("#search input", "polling");
        browser.awaitText("#found p", "Found in .*");
        browser.find("#search input").sendKeys(Keys.ARROW_DOWN);
        browser.find("#found li:first-child a").sendKeys(Keys.ESCAPE);

        assertEquals(true, browser.run("return document.getElementById('found').hidden"), "hidden");
        assertEquals("words", browser.run("return document.activeElement.name"), "the box has the focus");
    }

    private static List<Search> searches(String list) {
        return list.lines()
                .filter(line -> line.contains(" | "))
                .map(line -> line.split(" \\| "))
                .map(parts -> new Search(parts[0], List.of(parts[1].split(" "))))
                .toList();
    }

    private static List<String> missed(List<Search> searches) {
        return searches.stream()
                .filter(search -> first(search).stream().noneMatch(search.right()::contains))
                .map(search -> String.format(
                        ROOT,
                        "%s: not %s but %s",
                        search.words(),
                        search.right().get(0),
                        first(search)))
                .toList();
    }

    private static List<String> first(Search search) {
        return found(search.words()).stream().limit(FIRST).toList();
    }

    /** The addresses in the order in which they are found. */
    private static List<String> found(String words) {
        var found = browser.run("return load().then(index => index.find(arguments[0]).map(hit => hit.address))", words);
        return ((List<?>) found).stream().map(String.class::cast).toList();
    }

    private static String read(String file) throws IOException {
        return Files.readString(Lessons.root().resolve(file), UTF_8);
    }
}
