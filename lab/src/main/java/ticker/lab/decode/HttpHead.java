package ticker.lab.decode;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.List;

/** The start line and the headers of a request or a response (RFC 9112 §2.1), while they arrive. */
public final class HttpHead {
    private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~"; // besides digits and letters (RFC 9110 §5.6.2)

    private record Header(String name, String value) {}

    private final List<Header> headers = new ArrayList<>();
    private String start = "";

    void begin(String startLine) {
        start = startLine;
        headers.clear();
    }

    void add(String line) throws Undecodable {
        if (!headers.isEmpty() && (line.startsWith(" ") || line.startsWith("\t"))) {
            lengthen(line);
            return;
        }
        int colon = line.indexOf(':');
        var name = line.substring(0, Math.max(0, colon));
        if (!isToken(name)) {
            throw new Undecodable("a header needs a name and a colon");
        }
        headers.add(new Header(name, line.substring(colon + 1).strip()));
    }

    /** A header may go on in the next line: an old form that some servers still take (RFC 9112 §5.2). */
    private void lengthen(String line) {
        var begun = headers.remove(headers.size() - 1);
        headers.add(new Header(begun.name(), (begun.value() + " " + line.strip()).strip()));
    }

    // Thousands in a second: a regular expression would take as long as all else.
    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isTokenSign(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isTokenSign(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || TOKEN_SIGNS.indexOf(c) >= 0;
    }

    String start() {
        return start;
    }

    String lastName() {
        return headers.get(headers.size() - 1).name();
    }

    String lastValue() {
        return headers.get(headers.size() - 1).value();
    }

    /** All values of a header, in lower case, or "". */
    public String value(String name) {
        var value = "";
        for (var header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                value = value.isEmpty() ? header.value() : value + ", " + header.value();
            }
        }
        return value.toLowerCase(ROOT);
    }

    boolean has(String name) {
        for (var header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** The media type, without its parameters. */
    String type() {
        return value("Content-Type").replaceFirst(" *;.*", "");
    }
}
