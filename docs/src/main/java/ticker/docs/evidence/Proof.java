package ticker.docs.evidence;

import static java.util.Locale.ROOT;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import ticker.docs.sources.Lessons;

/**
 * A claim of the docs and the test that proves it.
 *
 * @param module the package of the test's module, such as polling
 * @param test the test's class
 * @param sentence the test's method, or empty for the whole class
 * @param topics the numbers of the topics that it settles
 * @param page the page that makes the claim, and the section of it
 * @param kind whether it needs a browser
 * @param rare whether only {@code .ci/run all} runs it
 */
public record Proof(
        String module, String test, String sentence, List<String> topics, String page, Kind kind, boolean rare)
        implements Evidence {
    /** The proof of a name such as PollingTest#oneThousandPollsRideOneConnection; its source says of what kind it is. */
    public static Proof of(Lessons lessons, String module, String name, List<String> topics, String page) {
        var parts = name.split("#");
        var sentence = parts.length > 1 ? parts[1] : "";
        var tags = source(lessons, module, parts[0])
                .map(source -> source.tags(sentence))
                .orElse(Set.of());
        var kind = tags.contains("browser") ? Kind.BROWSER : Kind.TEST;
        return new Proof(module, parts[0], sentence, topics, page, kind, tags.contains("slow"));
    }

    private static Optional<TestClass> source(Lessons lessons, String module, String test) {
        return lessons.file(module, test).map(file -> new TestClass(test, lessons.text(file)));
    }

    /** What it names and is not there, or is no proof of what it is to settle, in sentences. */
    public List<String> faults(Lessons lessons, Topics promised) {
        var fault = fault(lessons);
        return fault.isEmpty()
                ? topics.stream()
                        .flatMap(topic -> promised.fault(topic, this).stream())
                        .toList()
                : List.of(fault.get());
    }

    /** Why it is no test that runs, in a sentence. */
    Optional<String> fault(Lessons lessons) {
        var source = source(lessons, module, test);
        if (source.isEmpty()) {
            return Optional.of(String.format(ROOT, "there is no test %s in %s.", test, module));
        }
        var fault = source.get().fault(sentence);
        return fault.isEmpty() ? Optional.empty() : Optional.of(String.format(ROOT, "%s %s.", test, fault));
    }

    /** The method as test reports name it, with the class's package. */
    String reported(Lessons lessons) {
        var name = source(lessons, module, test).orElseThrow().name();
        return sentence.isEmpty() ? name : name + "#" + sentence;
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
        return String.format(
                ROOT,
                "<a class=\"proof\" href=\"%s\"><code>%s</code> %s</a>%s",
                link(),
                name(),
                words(),
                rare ? " (runs only in <code>.ci/run all</code>)" : "");
    }

    /** The test's class; in a page that is not its own lesson's chapter, with its module. */
    private String name() {
        return page.replace("-", "").startsWith(module + ".") ? test : module + "." + test;
    }
}
