package ticker.lab.race;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ticker.lab.load.Traffic;

/**
 * The state of a racer: a client of one lesson.
 *
 * @param name of its lesson
 * @param title of its lesson
 * @param trouble why its counted client is not connected, or an empty text
 * @param price of the chosen symbol, as it came over the wire, or null before the first
 * @param moved when that price moved, in milliseconds since the epoch
 * @param delay milliseconds from the move of the last update to its arrival
 * @param late milliseconds for which the client did not know of a move, at worst, since the last look
 * @param traffic of the counted client
 * @param connections open ones of the counted client
 * @param others open connections of the other clients
 */
record RacerState(
        String name,
        String title,
        String trouble,
        String price,
        long moved,
        double delay,
        double late,
        @JsonUnwrapped Traffic traffic,
        int connections,
        int others) {}
