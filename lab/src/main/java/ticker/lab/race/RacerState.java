package ticker.lab.race;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * How a racer stands now.
 *
 * @param name of its lesson
 * @param title of its lesson
 * @param trouble why its counted reader is not connected, or an empty text
 * @param price of the chosen symbol, as it came over the wire, or null before the first
 * @param moved when that price moved, in milliseconds since the epoch
 * @param delay milliseconds from the move of the last update to its arrival
 * @param late milliseconds for which the reader did not know of a move, at worst, since the last look
 * @param cost of the counted reader
 * @param connections open ones of the counted reader
 * @param others open connections of the other readers
 */
record RacerState(
        String name,
        String title,
        String trouble,
        String price,
        long moved,
        double delay,
        double late,
        @JsonUnwrapped Cost cost,
        int connections,
        int others) {}
