package ticker.lab.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The start line and the headers of a request or a response (RFC 9112 §2.1), while they arrive. */
public final class HttpHead {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private record Header(String name, String value) {}

    private final List<Header> headers = new ArrayList<>();
    private String start = "";

    void begin(String startLine) {
        start = startLine;
        headers.clear();
    }

    void add(String line) throws Undecodable {
        int colon = line.indexOf(':');
        var name = line.substring(0, Math.max(0, colon));
        if (!TOKEN.matcher(name).matches()) {
            throw new Undecodable("a header needs a name and a colon");
        }
        headers.add(new Header(name, line.substring(colon + 1).strip()));
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
        var values = new StringBuilder();
        for (var header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                values.append(values.isEmpty() ? "" : ", ").append(header.value());
            }
        }
        return values.toString().toLowerCase(Locale.ROOT);
    }

    boolean has(String name) {
        return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
    }

    /** The media type, without its parameters. */
    String type() {
        return value("Content-Type").replaceFirst(" *;.*", "");
    }
}
