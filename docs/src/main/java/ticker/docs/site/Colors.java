package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;

/** Comments, strings, numbers and words of Java and JavaScript in colors, by the classes that the chapters' code has. */
final class Colors {
    private static final Pattern TOKEN = Pattern.compile("""
            (?x)
            (?<comment> //[^\\n]* | /\\*(?s:.*?)\\*/ | <!--(?s:.*?)--> ) |
            (?<string> ""\\"(?s:.*?)""\\" | "(?:\\\\.|[^"\\\\\\n])*" | '(?:\\\\.|[^'\\\\\\n])*' | `(?:\\\\.|[^`\\\\])*` ) |
            (?<annotation> @\\w+ ) |
            (?<number> \\b\\d[\\w.]*\\b ) |
            (?<word> \\b(?: abstract|assert|async|await|boolean|break|byte|case|catch|char|class|const|continue|default|delete|
              do|double|else|enum|export|extends|false|final|finally|float|for|function|if|implements|import|in|
              instanceof|int|interface|let|long|new|null|package|permits|private|protected|public|record|return|sealed|
              short|static|super|switch|synchronized|this|throw|throws|true|try|typeof|undefined|var|void|volatile|while|yield
              )\\b )
            """);
    private static final List<String> CLASSES = List.of("comment c", "string s", "annotation na", "number m", "word k");

    private Colors() {}

    /** The same lines in HTML. A color ends with its line and begins again in the next. */
    static String of(String source) {
        var html = new StringBuilder();
        var token = TOKEN.matcher(source);
        int done = 0;
        while (token.find()) {
            html.append(Entities.escape(source.substring(done, token.start()))).append(colored(token));
            done = token.end();
        }
        return html.append(Entities.escape(source.substring(done))).toString();
    }

    private static String colored(Matcher token) {
        var kind = CLASSES.stream()
                .map(names -> names.split(" "))
                .filter(names -> token.group(names[0]) != null)
                .findFirst()
                .orElseThrow();
        return token.group()
                .lines()
                .map(line -> String.format(ROOT, "<span class=\"%s\">%s</span>", kind[1], Entities.escape(line)))
                .collect(Collectors.joining("\n"));
    }
}
