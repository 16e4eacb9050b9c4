package ticker.docs.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatchTest {
    private static final String TWO_FILES = """
            MarketTest#moves: The price: none
            --- a/src/main/Market.java
            +++ b/src/main/Market.java
            @@ -1,2 +1,2 @@
             open();
            -move();
            +halt();
            --- a/src/main/page.js
            +++ b/src/main/page.js
            @@ -7,1 +7,0 @@
            -if (a < b) poll();
            """;

    @Test
    void aPatchNamesItsTestAndWhatTheTestSays() {
        var patch = Patch.of(TWO_FILES);

        assertEquals("MarketTest#moves", patch.test());
        assertEquals("The price: none", patch.sentence());
        assertEquals(
                Map.of(
                        "src/main/Market.java", List.of("@@ -1,2 +1,2 @@", " open();", "-move();", "+halt();"),
                        "src/main/page.js", List.of("@@ -7,1 +7,0 @@", "-if (a < b) poll();")),
                patch.files());
    }

    @Test
    void aPageShowsHowToTryItAndWhatItChanges() {
        assertEquals("""
                <div class="listingblock"><div class="content"><pre><code>$ git apply src/test/steps/halt.patch
                $ ../mvnw test "-Dtest=MarketTest#moves"
                $ git apply -R src/test/steps/halt.patch</code></pre></div></div>
                <details class="difference">
                <summary>The change</summary>
                <div class="content">
                <p><code>src/main/Market.java</code></p>
                <pre><code><span class="hunk">@@ -1,2 +1,2 @@
                </span><span> open();
                </span><del>-move();
                </del><ins>+halt();
                </ins></code></pre>
                <p><code>src/main/page.js</code></p>
                <pre><code><span class="hunk">@@ -7,1 +7,0 @@
                </span><del>-if (a &lt; b) poll();
                </del></code></pre>
                </div>
                </details>
                """, Patch.of(TWO_FILES).html("src/test/steps/halt.patch"));
    }
}
