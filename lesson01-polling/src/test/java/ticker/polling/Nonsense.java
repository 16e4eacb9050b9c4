package ticker.polling;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What servers and proxies may send instead of quotes and of a time to wait. Client and page are tried with the same. */
final class Nonsense {
    private static final String BOARD =
            "{\"seq\":1,\"quotes\":[{\"seq\":1,\"symbol\":\"ACME\",\"price\":101.25,\"time\":1000}]}";

    private Nonsense() {}

    /** A body, and how a client quotes it. */
    static Stream<Arguments> bodies() {
        return Stream.concat(
                Stream.of(
                        Arguments.of("", "nothing"),
                        Arguments.of(" \r\n", "nothing"),
                        Arguments.of(
                                "<!doctype html>\n<title>Log in</title>\n<p>Welcome to our hotel, dear guest!",
                                "<!doctype html> <title>Log in</title> <p>Welcome to our hote…"),
                        Arguments.of("\u001b[2J{oops", "[2J{oops"),
                        Arguments.of(BOARD.substring(0, 60), BOARD.substring(0, 60))),
                Stream.of(
                                "null",
                                "42",
                                "\"quotes\"",
                                "[]",
                                "{}",
                                "{oops",
                                "{\"seq\":1}",
                                "{\"quotes\":[]}",
                                "{\"seq\":\"1\",\"quotes\":[]}",
                                "{\"seq\":null,\"quotes\":[]}",
                                "{\"seq\":-1,\"quotes\":[]}",
                                "{\"seq\":1.5,\"quotes\":[]}",
                                "{\"seq\":1e400,\"quotes\":[]}",
                                "{\"seq\":99999999999999999999,\"quotes\":[]}",
                                "{\"seq\":1,\"quotes\":null}",
                                "{\"seq\":1,\"quotes\":{}}",
                                "{\"seq\":1,\"quotes\":[null]}",
                                "{\"seq\":1,\"quotes\":[{}]}",
                                "{\"seq\":1,\"quotes\":[],\"reset\":1}",
                                "{\"seq\":1,\"quotes\":[]} {oops",
                                BOARD.replace("101.25", "\"101.25\""),
                                BOARD.replace("101.25", "1e999"),
                                BOARD.replace("101.25", "null"),
                                BOARD.replace("\"ACME\"", "5"),
                                BOARD.replace("1000", "\"noon\""),
                                BOARD.replace("1000", "-1"))
                        .map(body -> Arguments.of(body, body.length() > 60 ? body.substring(0, 60) + "…" : body)));
    }

    /** Of Retry-After at 08:49:00 on 6 November 2026: its text, and how many milliseconds it asks for. */
    static Stream<Arguments> retryAfter() {
        return Stream.of(
                Arguments.of("0", 0),
                Arguments.of("5", 5000),
                Arguments.of("005", 5000),
                Arguments.of("3599", 3_599_000),
                Arguments.of("3600", 3_600_000),
                Arguments.of("3601", 3_600_000),
                Arguments.of("2147484", 3_600_000), // as milliseconds more than a timer of a browser can count
                Arguments.of("99999999999999999999999999", 3_600_000),
                Arguments.of("Fri, 06 Nov 2026 08:49:37 GMT", 37_000),
                Arguments.of("Friday, 06-Nov-26 08:49:37 GMT", 37_000),
                Arguments.of("Fri Nov  6 08:49:37 2026", 37_000),
                Arguments.of("Sun, 06 Dec 2026 08:49:37 GMT", 3_600_000),
                Arguments.of("Fri, 06 Nov 2026 08:48:59 GMT", 0),
                Arguments.of("Sunday, 06-Nov-94 08:49:37 GMT", 0), // of the last century
                Arguments.of("Fri, 06 Nov 2026 08:49:37", 0),
                Arguments.of("Fri, 06 Nov 2026 25:49:37 GMT", 0),
                Arguments.of("Fri, 06 Brumaire 2026 08:49:37 GMT", 0),
                Arguments.of("2026-11-06T08:49:37Z", 0),
                Arguments.of("", 0),
                Arguments.of("-5", 0),
                Arguments.of("+5", 0),
                Arguments.of("5.5", 0),
                Arguments.of("1e3", 0),
                Arguments.of("0x10", 0),
                Arguments.of("5, 5", 0),
                Arguments.of("5 s", 0),
                Arguments.of("٥", 0),
                Arguments.of("soon", 0));
    }
}
