package ticker.lab.race;

import ticker.lab.load.Tally;

/**
 * What a racer's counted reader got since the race began, and what that took.
 *
 * @param updates prices that arrived
 * @param conflated moves left out because a newer price of the same symbol came in their place
 * @param requests sent
 * @param up bytes to the server
 * @param down bytes to the reader
 * @param payload the bytes of {@code down} that are the JSON of new prices
 */
record Cost(long updates, long conflated, long requests, long up, long down, long payload) {
    static final Cost NONE = new Cost(0, 0, 0, 0, 0, 0);

    Cost plus(Tally tally) {
        return new Cost(
                updates + tally.updates(),
                conflated + tally.conflated(),
                requests + tally.requests(),
                up + tally.up(),
                down + tally.down(),
                payload + tally.payload());
    }
}
