package ticker.docs.evidence;

import static java.util.Locale.ROOT;

/** Names of code as words for people. */
final class Phrases {
    private static final String PARTS = "(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]|[0-9])";

    private Phrases() {}

    /** {@code aPollIsA204} is: a poll is a 204. */
    static String of(String name) {
        return name.replaceAll(PARTS, " ")
                .toLowerCase(ROOT)
                .replace(" e tag", " ETag")
                .replace("json", "JSON")
                .replace("http 11", "HTTP/1.1")
                .replace("http 2", "HTTP/2")
                .replace("http", "HTTP")
                .replace("utf", "UTF")
                .replace("tls", "TLS")
                .replaceAll("\\bcpu\\b", "CPU")
                .replaceAll("\\bp (?=\\d)", "p");
    }

    /**
     * A metric with its unit, if its name does not say it: {@code ageP50} is "age p50, ms", but {@code bytesPerUpdate}
     * "bytes per update".
     */
    static String withUnit(String metric, String unit) {
        boolean said = !unit.equals("share")
                && (unit.endsWith("/s") || metric.toLowerCase(ROOT).contains(unit));
        return of(metric) + (said ? "" : ", " + unit.replace("share", "%"));
    }
}
