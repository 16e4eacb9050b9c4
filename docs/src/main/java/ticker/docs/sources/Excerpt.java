package ticker.docs.sources;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Some lines of a source file, chosen by what they say, so that the lessons stay free of marks for the docs and a
 * change of their code is either followed or refused, never overlooked.
 */
public final class Excerpt {
    private static final Pattern PREAMBLE = Pattern.compile("(?s)\\Apackage .*?;\\n+(import [^;]+;\\n+)*");
    private static final String MODIFIERS =
            "((public|private|protected|static|final|synchronized|export|async|function|const|let) )";

    private final String name;
    private final List<String> lines;

    private Excerpt(String name, List<String> lines) {
        this.name = name;
        this.lines = lines;
    }

    /** The whole file, but for a class's package and imports. */
    public static Excerpt of(String name, String text) {
        return new Excerpt(name, PREAMBLE.matcher(text).replaceFirst("").lines().toList());
    }

    /** One method, function, field or constant, with the comments and annotations on top of it. */
    public Excerpt member(String member) {
        var method = declared(MODIFIERS + "*([\\w<>\\[\\], .?]+ )?" + member + "\\(.*[^;]");
        int line = method >= 0 ? method : declared(MODIFIERS + "+([\\w<>\\[\\], .?]+ )?" + member + "( =.*|;)");
        if (line < 0) {
            throw new NoSuchElementException(String.format(ROOT, "%s has no %s.", name, member));
        }
        return new Excerpt(name + "#" + member, lines.subList(top(line), end(line)));
    }

    private int declared(String pattern) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().matches(pattern)) {
                return i;
            }
        }
        return -1;
    }

    private int top(int declaration) {
        int top = declaration;
        while (top > 0 && lines.get(top - 1).strip().matches("(@|//|/\\*|\\*).*")) {
            top--;
        }
        return top;
    }

    private int end(int declaration) {
        int depth = 0;
        for (int i = declaration; i < lines.size(); i++) {
            depth += brackets(lines.get(i));
            if (depth == 0 && lines.get(i).matches(".*[;}]")) {
                return i + 1;
            }
        }
        throw new NoSuchElementException(name + " has brackets that don't match.");
    }

    private static int brackets(String line) {
        return line.chars()
                .map(c -> "({[".indexOf(c) >= 0 ? 1 : ")}]".indexOf(c) >= 0 ? -1 : 0)
                .sum();
    }

    /** The lines from the first that contains one text to the next that contains the other. */
    public Excerpt between(String from, String to) {
        int start = find(0, from);
        return new Excerpt(name, lines.subList(start, find(start, to) + 1));
    }

    private int find(int start, String text) {
        for (int i = start; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i;
            }
        }
        throw new NoSuchElementException(String.format(ROOT, "%s has no line with %s.", name, text));
    }

    /** Puts a callout's number behind the one line that contains this text. */
    public Excerpt callout(String number, String text) {
        int line = find(0, text);
        for (int other = line + 1; other < lines.size(); other++) {
            if (lines.get(other).contains(text)) {
                throw new NoSuchElementException(String.format(ROOT, "%s has several lines with %s.", name, text));
            }
        }
        var marked = new ArrayList<>(lines);
        marked.set(
                line,
                lines.get(line) + String.format(ROOT, name.contains(".html") ? " <!--%s-->" : " // <%s>", number));
        return new Excerpt(name, marked);
    }

    /** The lines, moved to the left as far as they go together; of a drawing in Javadoc, without the comment's marks. */
    public String text() {
        var lines = isComment() ? drawing() : this.lines;
        int indent = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return lines.stream()
                .map(line -> line.isBlank() ? "" : line.substring(indent))
                .collect(Collectors.joining("\n"));
    }

    private boolean isComment() {
        return lines.stream().allMatch(line -> line.strip().startsWith("*"));
    }

    private List<String> drawing() {
        return lines.stream()
                .map(line -> line.replaceFirst("\\*", " "))
                .filter(line -> !line.matches(" *</?pre>"))
                .toList();
    }
}
