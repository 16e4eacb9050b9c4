package ticker.lab.measure;

/**
 * A number that settles a claim of the syllabus.
 *
 * @param subject a myth such as M24, or a topic such as 2.9
 * @param name what of it, in lower case with dashes
 */
record Finding(String subject, String name, double value, String unit) {
    /** Its name as an attribute of AsciiDoc: {@code m24-polling-1s}, {@code t2-9-long-polling-100}. */
    String attribute() {
        var start = subject.startsWith("M") ? subject.toLowerCase(java.util.Locale.ROOT) : "t" + subject;
        return (start + "-" + name).replace('.', '-');
    }
}
