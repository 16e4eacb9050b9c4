package ticker.lab.report;

/**
 * A number that settles a claim of the syllabus.
 *
 * @param subject a myth such as M24, or a topic such as 2.9
 * @param name what of it, in lower case with dashes
 */
record Finding(String subject, String name, double value) {}
