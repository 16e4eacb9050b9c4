package ticker.docs.sources;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What changed from one lesson to the next: their files in pairs, each the same or with its difference, and those without a pair. */
public final class Changes {
    private final Lesson before;
    private final Lesson after;
    private final List<String> same = new ArrayList<>();
    private final List<Pair> changed = new ArrayList<>();
    private final List<String> added = new ArrayList<>();
    private final List<String> gone;

    /** A file in the lesson before and in the one after, by their names. */
    record Pair(String before, String after, Difference difference) {}

    /** Compares two lessons, of which the second follows. */
    public Changes(Lessons lessons, Lesson before, Lesson after) {
        this.before = before;
        this.after = after;
        gone = new ArrayList<>(before.files().keySet());
        for (var name : after.files().keySet()) {
            var old = partner(name);
            if (old.isEmpty()) {
                added.add(name);
                continue;
            }
            gone.remove(old.get());
            var text = before.leveled(lessons.text(before.files().get(old.get())), after);
            var difference = Difference.between(text, lessons.text(after.files().get(name)));
            if (difference.isEmpty()) {
                same.add(name);
            } else {
                changed.add(new Pair(old.get(), name, difference));
            }
        }
    }

    private Optional<String> partner(String name) {
        return before.files().keySet().stream()
                .filter(old -> before.role(old).equals(after.role(name)))
                .findFirst();
    }

    List<String> same() {
        return same;
    }

    List<Pair> changed() {
        return changed;
    }

    List<String> added() {
        return added;
    }

    List<String> gone() {
        return gone;
    }

    /** The changes as HTML: lists of names, and each difference to unfold. */
    public String html() {
        return list("The same in both lessons", same, after)
                + list("New in this lesson", added, after)
                + list("Only in the last lesson", gone, before)
                + changed.stream().map(this::html).collect(Collectors.joining());
    }

    private static String list(String what, List<String> names, Lesson lesson) {
        return names.isEmpty()
                ? ""
                : names.stream().map(lesson::linked).collect(Collectors.joining(", ", "<p>" + what + ": ", ".</p>"));
    }

    private String html(Pair pair) {
        var former =
                pair.before().equals(pair.after()) ? "" : String.format(ROOT, ", was <code>%s</code>", pair.before());
        return String.format(
                ROOT,
                """
                <details class="difference">
                <summary class="title"><small>%s</small><code>%s</code>%s</summary>
                <div class="content">
                <p>The whole files: <a href="%s">before</a>, <a href="%s">now</a>.</p>
                %s
                </div>
                </details>
                """,
                pair.difference().count(),
                pair.after(),
                former,
                before.link(pair.before()),
                after.link(pair.after()),
                pair.difference().html());
    }
}
