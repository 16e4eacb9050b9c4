package ticker.docs.site;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import ticker.docs.evidence.SomeMeasurements;
import ticker.docs.sources.Lessons;

/** A site with every mistake that must stop the build, each on one page. */
class BrokenSiteTest {
    private static final String PAGE = """
            = Broken
            :description: Everything is wrong here.

            [[twice]]
            == A tag that is not there

            include::some.txt[tag=missing]

            == A quote that finds nothing

            include::some:Market#open[]

            include::some:Bazaar[]

            [source,java]
            ----
            include::some:Market#move[1="open"]
            ----
            <1> There is no such line.

            == A lesson that is not there

            changes::pigeons[from=some]

            == Steps that are not as their patches are

            steps::some[]

            steps::pigeons[]

            steps::other[]

            == A solution that is not there

            solution::some[gone]

            == A proof that is not there

            proof:some[MarketTest#rises] and proof:some[BazaarTest#opens] and proof:some[MarketTest#moves, topic=9.9]

            == A proof that is none

            proof:some[MarketTest#halts] and proof:some[MarketTest#helps] and proof:some[MarketTest#moves, topic=1.2]

            measured:events[bytesPerUpdate, rate=10, clients=100, topic=1.1]

            == A number that was not measured

            measured:events[bytesPerUpdate, rate=7, clients=100] and measured:pigeons[bytesPerUpdate, rate=10, clients=100]

            measured:events[bytesPerUpdate, rate=10, clients=100, below=websocket]

            measured::table[value="bytesPerUpdate", rate="10 7", clients=100]

            plot::of-nothing[]

            == A diagram that can't be drawn

            [plantuml,alt="nothing"]
            ----
            Page -> Server : hello
            Page => : what
            ----

            [plantuml]
            ----
            Page -> Server : nobody says what this shows
            ----

            .It trades nothing.
            [plantuml,tradeoff=no-proof,alt="nothing"]
            ----
            Page -> Server : hello
            ----

            .It trades one for two. proof:some[MarketTest#moves]
            [plantuml,tradeoff=twice,alt="nothing"]
            ----
            Page -> Server : hello
            ----

            .It trades something. proof:some[MarketTest#moves]
            [plantuml,tradeoff=twice,alt="nothing"]
            ----
            Page -> Server : hello
            ----

            == Links

            xref:nowhere.adoc[to no page], xref:index.adoc#nowhere[to no place], xref:here[to nothing here]

            [[twice]]
            == The same id

            .A table
            measurement::nowhere[topic="1.2"]

            .A measurement where a test was promised
            measurement::some[topic="1.1"]

            image::http://example.com/picture.png[from elsewhere]

            {unknown}

            == Callouts

            [source,java]
            ----
            one(); // <1>
            ----

            The number has no text.

            [source,java]
            ----
            two();
            ----
            <1> The text has no number.

            ++++
            <p style="color: red">Inline.</p><script>alert(1)</script>
            ++++
            """;

    private static String message;

    @BeforeAll
    static void build(@TempDir Path course) throws IOException {
        write(course, "lesson01-some/pom.xml", "<server>SomeServer</server><client>SomeClient</client>");
        write(course, "lesson01-some/src/main/java/ticker/some/Market.java", """
                package ticker.some;

                class Market {
                    void move() {}
                }
                """);
        write(
                course,
                "lesson01-some/src/test/java/ticker/some/MarketTest.java",
                "class MarketTest { @Test void moves() {} @Test @Disabled void halts() {} void helps() {} }");
        write(course, "lesson01-some/src/main/resources/page/steps.json", """
                [
                  {"question": "What if?", "do": [], "see": "That.", "patch": "src/test/steps/gone.patch"},
                  {"question": "And if?", "do": [], "see": "This.", "patch": "src/test/steps/opens.patch"}
                ]
                """);
        write(course, "lesson01-some/src/test/steps/opens.patch", "MarketTest#opens: it opens\n");
        write(course, "lesson01-some/src/test/steps/closes.patch", "MarketTest#moves: it moves\n");
        write(course, "lesson02-other/src/main/java/ticker/other/Market.java", "class Market {}");
        write(
                course,
                "lesson02-other/src/main/resources/page/steps.json",
                "[{\"question\": \"What if?\", \"do\": []}]");
        write(course, "docs/src/main/site/index.adoc", PAGE);
        write(course, "docs/src/main/site/measured/run.json", SomeMeasurements.RUN);
        write(course, "docs/src/main/site/measured/results.csv", SomeMeasurements.RESULTS);
        write(course, "docs/src/main/site/measured/remarks.csv", SomeMeasurements.REMARKS);
        write(course, "docs/src/main/site/measured/coefficients.json", "");
        write(course, "docs/src/main/site/measured/some.csv", "Measured somewhere\nwhat,how much\nthis,1\n");
        write(course, "docs/src/main/site/some.txt", "nothing is tagged here\n");
        write(course, "docs/src/main/site/drawing/svg.js", "");
        write(course, "docs/src/main/site/pages.txt", "= Pages\nindex\n");
        write(course, "docs/src/main/site/topics.txt", "= Some\n1.1 | T | A topic\n1.2 | M | A number\n");
        write(course, "docs/src/main/site/tradeoffs.txt", "twice | Two\nnever | None\n");
        write(course, "docs/src/main/site/aliases.txt", "nowhere.html | lost\n");
        for (var name : new String[] {
            "layout.html", "site.css", "site.js", "search-box.js", "icon.svg", "calculator.js", "theme.puml"
        }) {
            write(
                    course,
                    "docs/src/main/site/" + name,
                    Files.readString(Lessons.root().resolve("docs/src/main/site/" + name)));
        }
        DiagramMacro.useFonts(course.resolve("fonts"));
        var target = course.resolve("site");

        message = assertThrows(IllegalStateException.class, () -> new Site(course).build(target))
                .getMessage();

        assertFalse(Files.exists(target), "a broken site is not written");
        Site.main(
                new String[] {course.toString(), target.toString(), "tell"}); // so that the course starts all the same
        assertFalse(Files.exists(target), "a broken site is not written, only told of");
    }

    @TestFactory
    Stream<DynamicTest> eachMistakeIsToldInASentence() {
        return Stream.of(
                        "tag 'missing' not found in include file",
                        "index.adoc, line 11: Market has no open.",
                        "index.adoc, line 13: some has no Bazaar.",
                        "index.adoc, line 17: Market#move has no line with open.",
                        "index.adoc: MarketTest has no test rises.",
                        "index.adoc: there is no test BazaarTest in some.",
                        "index.adoc: there is no topic 9.9.",
                        "index.adoc: MarketTest has a test halts, which is disabled.",
                        "index.adoc: MarketTest has a method helps, which is no test.",
                        "index.adoc: topic 1.2 takes a measurement, and \"moves\" is a test.",
                        "index.adoc: topic 1.1 takes a test, and \"Server-Sent Events, bytes per update, 10 prices a second, 100 clients: 146 bytes\" is a measurement.",
                        "index.adoc: bytesPerUpdate was not measured of events with 100 clients at 7 prices a second.",
                        "index.adoc: bytesPerUpdate was not measured of pigeons with 100 clients at 10 prices a second.",
                        "index.adoc: bytesPerUpdate of events is said to be less than that of websocket, but it is 146 bytes and ≈ 108 bytes (10 prices a second, 100 clients).",
                        "index.adoc: bytesPerUpdate was not measured with 100 clients at 7 prices a second.",
                        "index.adoc: there is no plot of-nothing.",
                        "index.adoc: there is no measurement nowhere.",
                        "index.adoc: topic 1.1 takes a test, and \"A measurement where a test was promised\" is a measurement.",
                        "index.adoc: there is no lesson pigeons.",
                        "index.adoc: pigeons has no steps.json.",
                        "index.adoc: a step of some names src/test/steps/gone.patch, which is no file in src/test/steps.",
                        "index.adoc: MarketTest has no test opens.",
                        "index.adoc: no step of some names src/test/steps/closes.patch.",
                        "index.adoc: steps.json of other: Cannot construct instance of `ticker.docs.sources.Step`, problem: a step has no see",
                        "index.html: it shows measured numbers but not measured:machine[], on what they were measured.",
                        "index.adoc: PlantUML: Syntax Error? (Assumed diagram type: sequence) (line 2 of the diagram: Page => : what)",
                        "index.adoc: a diagram has no alt, which says in words what it shows.",
                        "index.adoc: some has no src/test/solutions/gone.patch.",
                        "index.html: the trade-off no-proof is not in tradeoffs.txt.",
                        "index.html: the trade-off no-proof has a sentence without a proof or a measured number: It trades nothing.",
                        "index.html: the trade-off twice has a sentence without a number: It trades something.",
                        "index.html: the trade-off twice has two diagrams.",
                        "tradeoffs.txt: there is no diagram of the trade-off never.",
                        "index.html: a link leads to nowhere.html, which does not exist.",
                        "index.html: a link leads to #nowhere, but index.html has no such id.",
                        "index.html: a link leads to #here, but index.html has no such id.",
                        "id assigned to section already in use: twice",
                        "index.html: the id twice is there twice.",
                        "skipping reference to missing attribute: unknown",
                        "index.html: a listing has 1 callouts and 0 texts for them: one(); (1)",
                        "no callout found for <1>",
                        "index.html: a listing has 0 callouts and 1 texts for them: two();",
                        "which is not a file of the site",
                        "aliases.txt: there is no section nowhere.html.",
                        "index.html: it has something inline: <script>alert(1)</script>")
                .map(sentence ->
                        DynamicTest.dynamicTest(sentence, () -> assertTrue(message.contains(sentence), () -> message)));
    }

    private static void write(Path course, String name, String text) throws IOException {
        var file = course.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
