package ticker.longpolling;

import static java.time.ZoneOffset.UTC;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** How long a client waits before it asks again, in milliseconds. */
final class Backoff {
    /** No server makes a client wait for longer than this: an hour. */
    static final long MAX_RETRY_AFTER = 3_600_000;

    // The three forms of a date in HTTP (RFC 9110 §5.6.7). Old servers still send the last two. A year of two digits is
    // taken as one of this century: for one of the last, the day of the week is then wrong, so the date counts as
    // nonsense.
    private static final List<DateTimeFormatter> DATES = Stream.of(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEEE, dd-MMM-yy HH:mm:ss 'GMT'", "EEE MMM ppd HH:mm:ss yyyy")
            .map(form -> DateTimeFormatter.ofPattern(form, Locale.ENGLISH).withZone(UTC))
            .toList();

    private Backoff() {}

    /**
     * The pause after so many failures in a row. It is random, between half of a limit and the limit, so that clients that
     * lost a server together don't come back together. What the server asks for comes on top.
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
     * #MAX_RETRY_AFTER} counts as that, nonsense as nothing.
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
}
