package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Entities;
import ticker.docs.evidence.Proof;

/** The ways back from the source of a test to the sections that claim what it proves. */
final class Claims {
    private final Map<String, Map<String, Set<String>>> links = new LinkedHashMap<>();

    Claims(Collection<Proof> proofs, Map<String, Article> articles) {
        for (var proof : proofs) {
            var name = proof.page().replaceFirst("\\.html.*", "");
            links.computeIfAbsent(proof.link().replaceFirst("#.*", ""), file -> new LinkedHashMap<>())
                    .computeIfAbsent(proof.sentence(), test -> new LinkedHashSet<>())
                    .add(link(proof.page(), articles.get(name).title()));
        }
    }

    private static String link(String place, String title) {
        return String.format(ROOT, " <a class=\"claim\" href=\"%s\">claimed in %s</a>", place, Entities.escape(title));
    }

    /** For each test of a source page, the links to its claims; those of the whole class stand at the empty name. */
    Map<String, Set<String>> of(String page) {
        return links.getOrDefault(page, Map.of());
    }
}
