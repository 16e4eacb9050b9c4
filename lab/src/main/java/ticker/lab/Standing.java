package ticker.lab;

/**
 * How a racer stands now. Bytes, requests and updates are those of its counted reader, since the race began.
 *
 * @param name of its lesson
 * @param title of its lesson
 * @param trouble what is wrong with its connection, or an empty text
 * @param price of the chosen symbol, as it came over the wire, or null before the first
 * @param moved when that price moved, in milliseconds since the epoch
 * @param delay milliseconds from the move of the last update to its arrival
 * @param late milliseconds for which the reader did not know of a move, at worst, since the last look
 * @param updates prices that arrived
 * @param conflated moves left out because a newer price of the same symbol came in their place
 * @param requests sent
 * @param up bytes to the server
 * @param down bytes to the reader
 * @param payload the bytes of {@code down} that are prices
 * @param overhead the share of all bytes that are no prices, 0 to 1
 * @param connections open ones of the counted reader
 * @param others open connections of the other readers
 */
record Standing(
        String name,
        String title,
        String trouble,
        String price,
        long moved,
        double delay,
        double late,
        long updates,
        long conflated,
        long requests,
        long up,
        long down,
        long payload,
        double overhead,
        int connections,
        int others) {}
