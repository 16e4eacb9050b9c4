package ticker.lab.course;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A stream that parsers should agree on, made at random and cut anywhere. A seed gives the same stream each time.
 *
 * @param name what a failure calls it
 * @param pieces its bytes, as they arrive
 */
record GeneratedStream(String name, List<byte[]> pieces) {
    private static final List<String> LINE_ENDS = List.of("\n", "\r", "\r\n");
    private static final List<String> COLONS = List.of(":", ": ", ":  ");
    private static final List<String> TYPES = List.of("", "quotes", "Quotes", " two", "a:b", "é");
    private static final List<String> RETRIES = List.of("", "0", "2500", "007", "1.5", "-1", "5 ", "٣", "1e3");
    private static final List<String> UNKNOWN =
            List.of("DATA: a", "color: red", "color", " data: a", "data : a", "\uFEFFdata: a", "\0: a", "dat", "é: é");
    private static final List<String> LETTERS =
            List.of("a", "7", " ", ":", "\t", "\0", "é", "€", "𝄞", "\uFEFF", "\u0085", "\u2028", "\u000B", "\uFFFD");
    private static final List<String> SYMBOLS = List.of("ACME", "é€", "𝄞", "円", "\u2028", "\u0085", "\\n", "\\u00e9");
    private static final String QUOTE = """
            {"seq":%d,"symbol":"%s","price":%d.25,"time":1000}""";
    private static final List<String> BLANKS = List.of("", "", " ", "\t", "\r", "  ");
    private static final List<Integer> LENGTHS = List.of(1, 4, 16, 16, 16, Integer.MAX_VALUE);

    /** The streams of events with the seeds from 0 on. */
    static List<GeneratedStream> ofEvents(int count) {
        return IntStream.range(0, count).mapToObj(GeneratedStream::events).toList();
    }

    /** The streams of lines with the seeds from 0 on. */
    static List<GeneratedStream> ofLines(int count) {
        return IntStream.range(0, count).mapToObj(GeneratedStream::lines).toList();
    }

    /** Each type that an event of such a stream may have. An EventSource gives only events that it is asked for. */
    static Set<String> types() {
        var types = new TreeSet<String>();
        for (var type : TYPES) {
            for (var colon : COLONS) {
                types.add((colon + type).replaceFirst("^: ?", ""));
            }
        }
        types.remove("");
        types.add("message");
        return types;
    }

    private static GeneratedStream events(int seed) {
        var random = new Random(seed);
        var ends = random.nextBoolean() ? LINE_ENDS : List.of(any(LINE_ENDS, random));
        var text = new StringBuilder("\uFEFF".repeat(any(List.of(0, 0, 0, 0, 1, 2), random)));
        text.append(text.isEmpty() ? "" : "data:"); // when a blank line follows, Chromium errs: see EventStreamsTest
        for (int lines = random.nextInt(30); lines >= 0; lines--) {
            text.append(field(random)).append(any(ends, random));
        }
        return of(seed, text, random);
    }

    private static String field(Random random) {
        var colon = any(COLONS, random);
        return switch (random.nextInt(20)) {
            case 0 -> "event" + colon + any(TYPES, random);
            case 1 -> "retry" + colon + any(RETRIES, random);
            case 2 -> any(List.of("event", "id", "retry"), random);
            case 3 -> any(UNKNOWN, random);
            case 4 -> ":" + text(random);
            case 5, 6 -> "id" + colon + text(random);
            case 7 -> "data";
            case 8, 9, 10, 11, 12 -> "data" + colon + text(random);
            default -> "";
        };
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(5), 0, LETTERS.size())
                .mapToObj(LETTERS::get)
                .collect(joining());
    }

    private static GeneratedStream lines(int seed) {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int lines = random.nextInt(20); lines >= 0; lines--) {
            text.append(random.nextInt(3) > 0 ? quotes(random) : "").append('\n');
        }
        return of(seed, text, random);
    }

    private static String quotes(Random random) {
        var quotes = IntStream.range(0, random.nextInt(3))
                .mapToObj(i ->
                        String.format(ROOT, QUOTE, 1 + random.nextInt(9), any(SYMBOLS, random), 1 + random.nextInt(99)))
                .collect(joining(any(BLANKS, random) + ","));
        return "{\"seq\":9,%s\"quotes\":[%s]%s}%s"
                .formatted(any(BLANKS, random), quotes, any(BLANKS, random), any(BLANKS, random));
    }

    /** Of three streams one is cut off before its end. */
    private static GeneratedStream of(int seed, CharSequence text, Random random) {
        var bytes = text.toString().getBytes(UTF_8);
        int missing = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : 0;
        return new GeneratedStream(
                "the stream with seed " + seed,
                cut(Arrays.copyOf(bytes, bytes.length - missing), any(LENGTHS, random), random));
    }

    /** Cuts bytes anywhere, also within a character, into pieces of some length on average. */
    private static List<byte[]> cut(byte[] bytes, int length, Random random) {
        var pieces = new ArrayList<byte[]>();
        var piece = new ByteArrayOutputStream();
        for (byte next : bytes) {
            piece.write(next);
            if (random.nextInt(length) == 0) {
                pieces.add(piece.toByteArray());
                piece.reset();
            }
        }
        pieces.add(piece.toByteArray());
        return pieces;
    }

    private static <T> T any(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    /** Fails with the first thing in the stream that two parsers do not read alike. */
    void assertSame(String reader, List<?> read, String judge, List<?> expected) {
        for (int i = 0; i < Math.max(read.size(), expected.size()); i++) {
            var one = i < read.size() ? read.get(i) : "nothing";
            var other = i < expected.size() ? expected.get(i) : "nothing";
            if (!one.equals(other)) {
                fail(String.format(
                        ROOT,
                        "Number %d of %s: %s reads %s, and %s reads %s. With a bar at each cut, the stream is %s",
                        i + 1,
                        name,
                        reader,
                        one,
                        judge,
                        other,
                        this));
            }
        }
    }

    /** Its bytes, those that are not ASCII as numbers, and a bar at each cut. */
    @Override
    public String toString() {
        return pieces.stream()
                .map(piece -> new String(piece, ISO_8859_1)
                        .chars()
                        .mapToObj(GeneratedStream::printable)
                        .collect(joining()))
                .collect(joining("|"));
    }

    private static String printable(int unit) {
        return switch (unit) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            default -> unit < ' ' || unit > '~' ? String.format(ROOT, "\\x%02x", unit) : String.valueOf((char) unit);
        };
    }
}
