package ticker.docs.evidence;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the course promises to teach: {@code number | how it is to be proved | what}, in lines, under {@code = headings}.
 * What the text itself settles has its place in a fourth column.
 */
public final class Topics {
    private static final Map<String, String> WAYS =
            Map.of("T", "a test", "B", "a test in a browser", "M", "a measurement", "D", "a text");

    private record Topic(String number, String ways, String title, String place, String heading) {}

    private final Map<String, Topic> topics = new LinkedHashMap<>();

    /** The topics of a file in this form. */
    public Topics(String file) {
        var heading = "";
        for (var line : file.lines().filter(line -> !line.isBlank()).toList()) {
            if (line.startsWith("= ")) {
                heading = line.substring(2);
            } else {
                var columns = line.split(" \\| ");
                var place = columns.length > 3 ? columns[3] : "";
                topics.put(columns[0], new Topic(columns[0], columns[1], columns[2], place, heading));
            }
        }
    }

    /** Whether there is a topic with this number. */
    public boolean contains(String number) {
        return topics.containsKey(number);
    }

    /** Tables in HTML: each topic, its proofs, and where they are claimed. */
    public String html(List<Evidence> evidence) {
        var html = new StringBuilder();
        var heading = "";
        for (var topic : topics.values()) {
            if (!topic.heading().equals(heading)) {
                html.append(heading.isEmpty() ? "" : "</tbody></table></div>").append(opening(topic.heading()));
                heading = topic.heading();
            }
            html.append(row(topic, evidence));
        }
        return html.append("</tbody></table></div>").toString();
    }

    /** How many topics are settled, and how many there are. */
    public String count(List<Evidence> evidence) {
        long settled = topics.values().stream()
                .filter(topic -> !settlements(topic, evidence).isEmpty())
                .count();
        return String.format(ROOT, "%d of %d", settled, topics.size());
    }

    private static String opening(String heading) {
        var id = heading.toLowerCase(ROOT).replaceAll("[^a-z0-9]+", "-");
        return String.format(ROOT, """
                <h2 id="%s">%s</h2><div class="wide"><table class="topics"><thead><tr>\
                <th scope="col">Topic</th><th scope="col">Proof</th></tr></thead><tbody>
                """, id, heading);
    }

    private static String row(Topic topic, List<Evidence> evidence) {
        var found = settlements(topic, evidence);
        var cell = found.isEmpty()
                ? String.format(ROOT, "<em class=\"open\">Still without. It takes %s.</em>", ways(topic.ways()))
                : String.join("<br>", found);
        return String.format(
                ROOT,
                "<tr id=\"topic-%s\"><th scope=\"row\"><b>%s</b> %s</th><td>%s</td></tr>\n",
                topic.number(),
                topic.number(),
                topic.title(),
                cell);
    }

    private static List<String> settlements(Topic topic, List<Evidence> evidence) {
        var found = new ArrayList<String>();
        if (!topic.place().isEmpty()) {
            found.add(String.format(ROOT, "<a href=\"%s\">settled by the text</a>", topic.place()));
        }
        for (var proof : evidence) {
            if (proof.topics().contains(topic.number())) {
                found.add(String.format(
                        ROOT,
                        "%s <a class=\"claim\" href=\"%s\" aria-label=\"%s, where it is claimed\">claimed here</a>",
                        proof.html(),
                        proof.page(),
                        proof.words()));
            }
        }
        return found;
    }

    private static String ways(String letters) {
        return String.join(
                " and ",
                letters.chars()
                        .mapToObj(letter -> WAYS.get(Character.toString(letter)))
                        .toList());
    }
}
