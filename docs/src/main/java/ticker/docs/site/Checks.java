package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** What must hold of the finished pages, which no single one of them can know. */
final class Checks {
    private final Map<String, String> files;
    private final Complaints complaints;
    private final Map<String, Document> pages = new LinkedHashMap<>();

    Checks(Map<String, String> files, Complaints complaints) {
        this.files = files;
        this.complaints = complaints;
    }

    void run() {
        for (var file : files.entrySet()) {
            if (file.getKey().endsWith(".html")) {
                pages.put(file.getKey(), Jsoup.parse(file.getValue()));
            }
        }
        pages.forEach((name, page) -> {
            ids(name, page);
            links(name, page);
            callouts(name, page);
            outside(name, page);
            machine(name, page);
        });
    }

    private void ids(String name, Document page) {
        var seen = new HashSet<String>();
        for (var element : page.select("[id]")) {
            if (!seen.add(element.id())) {
                complaints.add(name, String.format(ROOT, "the id %s is there twice.", element.id()));
            }
        }
    }

    private void links(String name, Document page) {
        for (var link : page.select("a[href]")) {
            var href = link.attr("href");
            if (href.matches("https?:.*")) {
                continue;
            }
            var parts = href.split("#", 2);
            var target = parts[0].isEmpty() ? name : parts[0];
            if (!files.containsKey(target)) {
                complaints.add(name, String.format(ROOT, "a link leads to %s, which does not exist.", href));
            } else if (parts.length > 1 && pages.get(target).getElementById(parts[1]) == null) {
                complaints.add(name, String.format(ROOT, "a link leads to %s, but %s has no such id.", href, target));
            }
        }
    }

    /** Every number in a listing is explained in the list below it. */
    private void callouts(String name, Document page) {
        for (var listing : page.select(".listingblock")) {
            Set<String> numbers = new TreeSet<>(listing.select("b.conum").eachText());
            var list = listing.nextElementSibling();
            int texts =
                    list != null && list.hasClass("colist") ? list.select("li").size() : 0;
            if (numbers.size() != texts) {
                complaints.add(
                        name,
                        String.format(
                                ROOT,
                                "a listing has %d callouts and %d texts for them: %s",
                                numbers.size(),
                                texts,
                                listing.text().lines().findFirst().orElse("")));
            }
        }
    }

    /** A page loads nothing from elsewhere, and runs and styles nothing in itself. */
    private void outside(String name, Document page) {
        for (var loaded : page.select("[src], link[href], use[href], image, [srcset], object, iframe, embed")) {
            var address = loaded.hasAttr("src") ? loaded.attr("src") : loaded.attr("href");
            if (!files.containsKey(address)) {
                complaints.add(
                        name, String.format(ROOT, "it loads %s, which is not a file of the site.", loaded.outerHtml()));
            }
        }
        for (var inline : page.select("[style], style, script:not([src]), [onclick], [onload]")) {
            complaints.add(name, String.format(ROOT, "it has something inline: %s", inline.outerHtml()));
        }
    }

    /** A number without its machine is half a number. */
    private void machine(String name, Document page) {
        if (!page.select(".measured:not(.dated), .plot").isEmpty()
                && page.select(".machine").isEmpty()) {
            complaints.add(name, "it shows measured numbers but not measured:machine[], on what they were measured.");
        }
    }
}
