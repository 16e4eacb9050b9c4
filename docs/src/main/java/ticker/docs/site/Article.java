package ticker.docs.site;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.parser.Tag;

/**
 * A page's text in HTML, ready for every screen: wide things scroll in themselves and by keyboard, nothing is styled
 * inline.
 *
 * @param name the file without its ending
 * @param description what it is about, in a sentence
 */
record Article(String name, String title, String description, String html) {
    static Article of(String name, String title, String description, String html) {
        var body = Jsoup.parseBodyFragment(html.replaceAll("(// ?)+(?=<b class=\"conum\">)", ""));
        body.outputSettings().prettyPrint(false);
        body.select("pre, figure.diagram").attr("tabindex", "0");
        for (var table : body.select("table")) {
            table.wrap("<div class=\"wide\" tabindex=\"0\"></div>");
        }
        body.getElementsMatchingOwnText("\\p{IsHan}").attr("lang", "zh");
        for (var styled : body.select("[style]")) {
            unstyle(styled);
        }
        if (body.selectFirst(".steps") != null) {
            body.body().prepend(ReadingTime.html(body.body()));
        }
        return new Article(name, title, description, body.body().html());
    }

    /** A page that forbids inline styles must look the same: each becomes the attribute of that name. */
    private static void unstyle(Element styled) {
        for (var rule : styled.attr("style").split(";")) {
            var parts = rule.split(":", 2);
            if (parts.length == 2 && !parts[0].equals("background")) {
                styled.attr(parts[0].strip(), parts[1].strip());
            }
        }
        styled.removeAttr("style");
    }

    Article with(String placeholder, String html) {
        return new Article(name, title, description, this.html.replace(placeholder, html));
    }

    Document body() {
        return Jsoup.parseBodyFragment(html);
    }

    String page(String layout, Menu menu) {
        return layout.replace("{title}", Entities.escape(title))
                .replace("{description}", Entities.escape(description))
                .replace("{menu}", menu.html(name))
                .replace("{contents}", contents())
                .replace("{ways}", menu.ways(name))
                .replace("{text}", anchored());
    }

    /** The text, in which each heading leads to itself, so that its address can be copied. */
    private String anchored() {
        var body = body();
        body.outputSettings().prettyPrint(false);
        for (var heading : body.select("h2[id], h3[id]")) {
            var name = "Link to this section: " + heading.text();
            heading.appendText(" ")
                    .appendElement("a")
                    .addClass("anchor")
                    .attr("href", "#" + heading.id())
                    .attr("aria-label", name)
                    .text("#");
        }
        return body.body().html();
    }

    private String contents() {
        var list = new Element(Tag.valueOf("ul"), "");
        for (var heading : body().select("h2[id]")) {
            list.appendElement("li")
                    .appendElement("a")
                    .attr("href", "#" + heading.id())
                    .text(heading.text());
        }
        return list.outerHtml();
    }
}
