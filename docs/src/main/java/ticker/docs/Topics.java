package ticker.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the course promises to teach: {@code number | how it is to be proved | what}, in lines, under {@code = headings}. */
final class Topics {
    private static final Map<String, String> WAYS =
            Map.of("T", "a test", "B", "a test in a browser", "M", "a measurement", "D", "the text");

    private final Map<String, String[]> topics = new LinkedHashMap<>();
    private final Map<String, String> headings = new LinkedHashMap<>();

    Topics(String file) {
        String heading = null;
        for (var line : file.lines().filter(line -> !line.isBlank()).toList()) {
            if (line.startsWith("= ")) {
                heading = line.substring(2);
            } else {
                var topic = line.split(" \\| ", 3);
                topics.put(topic[0], topic);
                if (heading != null) {
                    headings.put(topic[0], heading);
                    heading = null;
                }
            }
        }
    }

    boolean contains(String number) {
        return topics.containsKey(number);
    }

    /** Tables in HTML: each topic, the page that settles it, and its proofs. */
    String html(List<Proof> proofs) {
        var html = new StringBuilder();
        for (var topic : topics.values()) {
            if (headings.containsKey(topic[0])) {
                html.append(html.isEmpty() ? "" : "</tbody></table></div>").append(opening(headings.get(topic[0])));
            }
            html.append(row(topic, proofs));
        }
        return html.append("</tbody></table></div>").toString();
    }

    /** How many topics have a proof, and how many there are. */
    String count(List<Proof> proofs) {
        long settled = topics.keySet().stream()
                .filter(topic -> !of(topic, proofs).isEmpty())
                .count();
        return "%d of %d".formatted(settled, topics.size());
    }

    private static String opening(String heading) {
        var id = heading.toLowerCase().replaceAll("[^a-z0-9]+", "-");
        return """
                <h2 id="%s">%s</h2><div class="wide"><table class="topics"><thead><tr>\
                <th scope="col">Topic</th><th scope="col">Proof</th></tr></thead><tbody>
                """.formatted(id, heading);
    }

    private static String row(String[] topic, List<Proof> proofs) {
        var found = new ArrayList<String>();
        for (var proof : of(topic[0], proofs)) {
            found.add("%s <a class=\"claim\" href=\"%s\" aria-label=\"%s, where it is claimed\">claimed here</a>"
                    .formatted(proof.html(), proof.page(), proof.words()));
        }
        if (found.isEmpty()) {
            found.add("<em class=\"open\">Still without. It takes %s.</em>".formatted(ways(topic[1])));
        }
        return "<tr id=\"topic-%s\"><th scope=\"row\"><b>%s</b> %s</th><td>%s</td></tr>\n"
                .formatted(topic[0], topic[0], topic[2], String.join("<br>", found));
    }

    private static List<Proof> of(String topic, List<Proof> proofs) {
        return proofs.stream().filter(proof -> proof.topics().contains(topic)).toList();
    }

    private static String ways(String letters) {
        return String.join(
                " and ",
                letters.chars()
                        .mapToObj(letter -> WAYS.get(Character.toString(letter)))
                        .toList());
    }
}
