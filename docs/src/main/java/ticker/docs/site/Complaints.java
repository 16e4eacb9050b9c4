package ticker.docs.site;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with the site, in sentences for its author. One build finds them all. */
final class Complaints {
    private final List<String> sentences = new ArrayList<>();

    void add(String place, String sentence) {
        sentences.add(place + ": " + sentence);
    }

    List<String> all() {
        return List.copyOf(sentences);
    }

    void refuse() {
        if (!sentences.isEmpty()) {
            throw new IllegalStateException("The site can't be built:\n  " + String.join("\n  ", sentences));
        }
    }
}
