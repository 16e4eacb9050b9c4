package ticker.docs;

import org.asciidoctor.ast.ContentNode;

/** Where in the site something is said. */
final class Places {
    private Places() {}

    /** The page of a node, and its section. */
    static String of(ContentNode node) {
        var page = node.getDocument().getAttribute("docname") + ".html";
        while (node != null && !node.getContext().equals("section")) {
            node = node.getParent();
        }
        return node == null ? page : page + "#" + node.getId();
    }
}
