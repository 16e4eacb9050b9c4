package ticker.websocket;

import static java.time.ZoneOffset.UTC;
import static java.util.Locale.ROOT;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** How long a client waits before it asks again, in milliseconds, and what it says meanwhile. */
final class Backoff {
    /** Says why there are no prices, and waits. Tests have one that does not wait. */
    interface Pause {
        void make(String sentence, long millis) throws InterruptedException;
    }

    /** No server makes a client wait for longer than this: an hour. */
    static final long MAX_RETRY_AFTER = 3_600_000;

    // The three forms of a date in HTTP (RFC 9110 §5.6.7). Old servers still send the last two. A year of two digits
    // counts as one of this century. In a date of the last century the day of the week is then wrong, so the date is
    // ignored.
    private static final List<DateTimeFormatter> DATES = Stream.of(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEEE, dd-MMM-yy HH:mm:ss 'GMT'", "EEE MMM ppd HH:mm:ss yyyy")
            .map(form -> DateTimeFormatter.ofPattern(form, Locale.ENGLISH).withZone(UTC))
            .toList();

    private Backoff() {}

    /**
     * The pause after so many failures in a row. It is random, between half of a limit and the limit, so that clients that
     * lost a server together don't come back together. What the server asks for is added.
     */
    static long pause(int failures, long retryAfter, RandomGenerator random) {
        return retryAfter + random.nextLong(limit(failures) / 2, limit(failures) + 1);
    }

    /** 1 s after the first failure, and twice as long after each, up to 30 s. */
    static long limit(int failures) {
        return Math.min(30_000, 500L << Math.min(failures, 6));
    }

    /**
     * What Retry-After asks for: it is a number of seconds, or a date (RFC 9110 §10.2.3). More than {@link
     * #MAX_RETRY_AFTER} counts as the maximum, and anything else as 0.
     */
    static long retryAfter(String header, Instant now) {
        if (header.matches("[0-9]+")) {
            var millis = new BigInteger(header).multiply(BigInteger.valueOf(1000)); // however many digits it has
            return millis.min(BigInteger.valueOf(MAX_RETRY_AFTER)).longValue();
        }
        for (var form : DATES) {
            try {
                long millis =
                        Duration.between(now, form.parse(header, Instant::from)).toMillis();
                return Math.max(0, Math.min(MAX_RETRY_AFTER, millis));
            } catch (DateTimeParseException otherForm) {
                // The next form may fit.
            }
        }
        return 0;
    }

    // ---- In words ----

    /** The pause of a program for the console. */
    static void onConsole(String sentence, long millis) throws InterruptedException {
        System.out.println(sentence);
        Thread.sleep(millis);
    }

    /** What a client says while it waits. The reason may be a server's text: the console gets none of its control characters. */
    static String sentence(String reason, long pause) {
        var line = Quotes.printable(reason, 200);
        var end = line.matches(".*[.…]") ? "" : ".";
        return String.format(ROOT, "No prices: %s%s Trying again in %d s.", line, end, (pause + 999) / 1000);
    }

    /** What a response without prices means. */
    static String reason(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 ->
                String.format(ROOT, "The server sends you to another page, perhaps to sign in (%d).", status);
            case 401, 407, 511 -> String.format(ROOT, "The server wants you to sign in (%d).", status);
            case 403 -> "The server does not allow it (403).";
            case 429, 503 -> String.format(ROOT, "The server has too much to do (%d).", status);
            case 502, 504 -> String.format(ROOT, "A proxy reached no server (%d).", status);
            default -> String.format(ROOT, "The server responded with %d.", status);
        };
    }

    /** Why no response came, or what was wrong with it. */
    static String reason(IOException failure) {
        if (failure instanceof ConnectException) {
            return "No server listens there.";
        }
        if (failure instanceof HttpTimeoutException || failure instanceof SocketTimeoutException) {
            return "The server took too long.";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketException || cause instanceof EOFException) {
                return "The connection was lost.";
            }
        }
        // Some failures have only a name.
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
