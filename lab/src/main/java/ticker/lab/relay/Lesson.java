package ticker.lab.relay;

import java.net.URI;

/**
 * One lesson of the course, started.
 *
 * @param name its technique, in a word for addresses
 * @param title its number and name
 * @param idea how the page finds out, in a sentence
 * @param shows what there is to see
 * @param tap what stands before its server
 */
public record Lesson(String name, String title, String idea, String shows, Tap tap) {
    /** Where its page is: at the tap. */
    public URI uri() {
        return tap.uri();
    }
}
