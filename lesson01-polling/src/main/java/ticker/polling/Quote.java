package ticker.polling;

/**
 * A price of a symbol, and when it moved.
 *
 * @param seq the number of this move in the market's one sequence
 * @param symbol what is traded, such as ACME
 * @param cents the price in whole cents
 * @param time when the price moved, in milliseconds since the epoch
 */
public record Quote(long seq, String symbol, long cents, long time) {}
