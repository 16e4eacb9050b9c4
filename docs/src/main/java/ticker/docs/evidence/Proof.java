package ticker.docs.evidence;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.List;
import ticker.docs.sources.Lessons;

/**
 * A claim of the docs and the test that proves it.
 *
 * @param module the package of the test's module, such as polling
 * @param test the test's class
 * @param sentence the test's method, or empty for the whole class
 * @param topics the numbers of the topics that it settles
 * @param page the page that makes the claim, and the section of it
 */
public record Proof(String module, String test, String sentence, List<String> topics, String page) implements Evidence {
    /** What it names and is not there, in sentences: its test or its topics. */
    public List<String> faults(Lessons lessons, Topics promised) {
        var faults = new ArrayList<String>();
        var source = lessons.file(module, test);
        if (source.isEmpty()) {
            faults.add(String.format(ROOT, "there is no test %s in %s.", test, module));
        } else if (!lessons.text(source.get()).contains(sentence.isEmpty() ? "class " + test : " " + sentence + "(")) {
            faults.add(String.format(ROOT, "%s has no test %s.", test, sentence));
        }
        for (var topic : topics) {
            if (!promised.contains(topic)) {
                faults.add(String.format(ROOT, "there is no topic %s.", topic));
            }
        }
        return faults;
    }

    /** The test's name as a sentence: a 204 without a body. */
    @Override
    public String words() {
        if (sentence.isEmpty()) {
            return "all its tests";
        }
        return Phrases.of(sentence);
    }

    /** Where the site shows the test's source. */
    public String link() {
        return Lessons.link(module, test) + (sentence.isEmpty() ? "" : "#" + sentence);
    }

    @Override
    public String html() {
        return String.format(ROOT, "<a class=\"proof\" href=\"%s\"><code>%s</code> %s</a>", link(), name(), words());
    }

    /** The test's class; in a page that is not its own lesson's chapter, with its module. */
    private String name() {
        return page.replace("-", "").startsWith(module + ".") ? test : module + "." + test;
    }
}
