package ticker.lab;

import java.net.URI;

/**
 * One lesson of the course, up and running.
 *
 * @param title its number and name
 * @param idea how the page finds out, in a sentence
 * @param shows what there is to see
 * @param uri where its page is
 * @param stop ends it
 */
record Lesson(String title, String idea, String shows, URI uri, Runnable stop) {}
