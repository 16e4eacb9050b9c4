package ticker.docs.site;

import java.util.List;
import java.util.Map;
import org.asciidoctor.ast.ContentNode;

/** Where something is said, in the site and in what it is made of, and which topics it settles. */
final class Places {
    private Places() {}

    /** The file that a node is written in. */
    static String source(ContentNode node) {
        return node.getDocument().getAttribute("docname") + ".adoc";
    }

    /** The topics that a macro settles: {@code topic="1.6 M1"}. */
    static List<String> topics(Map<String, Object> attributes) {
        var topics = String.valueOf(attributes.getOrDefault("topic", "")).strip();
        return topics.isEmpty() ? List.of() : List.of(topics.split(" +"));
    }

    /** The page of a node, and its section. */
    static String of(ContentNode node) {
        var page = node.getDocument().getAttribute("docname") + ".html";
        while (node != null && !node.getContext().equals("section")) {
            node = node.getParent();
        }
        return node == null ? page : page + "#" + node.getId();
    }
}
