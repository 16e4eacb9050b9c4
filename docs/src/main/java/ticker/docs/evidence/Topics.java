package ticker.docs.evidence;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the course promises to teach: {@code number | kinds of proof | what}, in lines, under {@code = headings}. A topic is
 * settled when there is evidence of each kind. What the text itself settles has its place in a fourth column.
 */
public final class Topics {
    private record Topic(String number, List<Kind> kinds, String title, String place, String heading) {}

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
                topics.put(columns[0], new Topic(columns[0], Kind.of(columns[1]), columns[2], place, heading));
            }
        }
    }

    /** Whether there is a topic with this number. */
    public boolean contains(String number) {
        return topics.containsKey(number);
    }

    /** Why the evidence does not settle a topic, in a sentence: there is none of this number, or it is of another kind. */
    Optional<String> fault(String number, Evidence evidence) {
        if (!contains(number)) {
            return Optional.of(String.format(ROOT, "there is no topic %s.", number));
        }
        var kinds = topics.get(number).kinds();
        return kinds.contains(evidence.kind())
                ? Optional.empty()
                : Optional.of(String.format(
                        ROOT,
                        "topic %s takes %s, and \"%s\" is %s.",
                        number,
                        Kind.words(kinds),
                        evidence.words(),
                        evidence.kind().words()));
    }

    /** Tables in HTML: each topic, the kinds of its proof, its proofs, and where they are claimed. */
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
                .filter(topic -> missing(topic, evidence).isEmpty())
                .count();
        return String.format(ROOT, "%d of %d", settled, topics.size());
    }

    private static String opening(String heading) {
        var id = heading.toLowerCase(ROOT).replaceAll("[^a-z0-9]+", "-");
        return String.format(ROOT, """
                <h2 id="%s">%s</h2><div class="wide"><table class="topics"><thead><tr>\
                <th scope="col">Topic</th><th scope="col">Takes</th><th scope="col">Proof</th></tr></thead><tbody>
                """, id, heading);
    }

    private static String row(Topic topic, List<Evidence> evidence) {
        var cells = settlements(topic, evidence);
        var missing = missing(topic, evidence);
        if (!missing.isEmpty()) {
            cells.add(String.format(ROOT, "<em class=\"open\">not yet: %s</em>", Kind.words(missing)));
        }
        return String.format(
                ROOT,
                "<tr id=\"topic-%s\"><th scope=\"row\"><b>%s</b> %s</th><td>%s</td><td>%s</td></tr>\n",
                topic.number(),
                topic.number(),
                topic.title(),
                Kind.words(topic.kinds()),
                String.join("<br>", cells));
    }

    /** The kinds that are promised and of which there is no evidence. */
    private static List<Kind> missing(Topic topic, List<Evidence> evidence) {
        return topic.kinds().stream()
                .filter(kind -> kind == Kind.TEXT
                        ? topic.place().isEmpty()
                        : evidence.stream().noneMatch(each -> settles(each, topic) && each.kind() == kind))
                .toList();
    }

    private static boolean settles(Evidence evidence, Topic topic) {
        return evidence.topics().contains(topic.number());
    }

    private static List<String> settlements(Topic topic, List<Evidence> evidence) {
        var found = new ArrayList<String>();
        if (!topic.place().isEmpty()) {
            found.add(String.format(ROOT, "<a href=\"%s\">settled by the text</a>", topic.place()));
        }
        for (var proof : evidence) {
            if (settles(proof, topic)) {
                found.add(String.format(
                        ROOT,
                        "%s <a class=\"claim\" href=\"%s\" aria-label=\"claimed here: %s\">claimed here</a>",
                        proof.html(),
                        proof.page(),
                        proof.words()));
            }
        }
        return found;
    }
}
