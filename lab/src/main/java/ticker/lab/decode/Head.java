package ticker.lab.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The start line and the headers of a request or an answer (RFC 9112 §2.1). */
final class Head {
    private final String start;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Head(String start) {
        this.start = start;
    }

    String start() {
        return start;
    }

    void add(String name, String value) {
        headers.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }

    /** All values of a header, in lower case, or "". */
    String value(String name) {
        return String.join(", ", headers.getOrDefault(name, List.of())).toLowerCase(Locale.ROOT);
    }

    boolean has(String name) {
        return headers.containsKey(name);
    }

    boolean isChunked() {
        return value("Transfer-Encoding").matches("(.*, *)?chunked");
    }

    /** The media type, without its parameters. */
    String type() {
        return value("Content-Type").replaceFirst(" *;.*", "");
    }

    /** What Content-Length says, several times perhaps, but always the same (RFC 9110 §8.6). */
    long length() throws Undecodable {
        var lengths = List.of(value("Content-Length").split(" *, *"));
        var length = lengths.get(0);
        if (!length.matches("[0-9]{1,18}") || !lengths.stream().allMatch(length::equals)) {
            throw new Undecodable("Content-Length is no length");
        }
        return Long.parseLong(length);
    }
}
