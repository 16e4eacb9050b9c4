package ticker.docs.site;

import org.asciidoctor.ast.ContentNode;

/** Where something is said: in the site, and in what it is made of. */
final class Places {
    private Places() {}

    /** The file that a node is written in. */
    static String source(ContentNode node) {
        return node.getDocument().getAttribute("docname") + ".adoc";
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
