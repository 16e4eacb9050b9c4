package ticker.lab.load;

/**
 * A quote as a client took it from the wire.
 *
 * @param seq the number of the move
 * @param symbol what is traded
 * @param price as it is written, such as {@code 101.25}
 * @param moved when the price moved, in milliseconds since the epoch by the server's clock
 */
public record Price(long seq, String symbol, String price, long moved) {}
