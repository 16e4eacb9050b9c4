package ticker.docs.evidence;

import java.util.List;

/** What a page names to settle a topic: a test, or a number or a table that was measured. */
public sealed interface Evidence permits Proof, MeasuredNumber, MeasuredTable {
    /** Of what kind it is. */
    Kind kind();

    /** The numbers of the topics that it settles. */
    List<String> topics();

    /** The page that names it, and the section of it. */
    String page();

    /** What it says, in words. */
    String words();

    /** The same in HTML, linked to where it comes from. */
    String html();
}
