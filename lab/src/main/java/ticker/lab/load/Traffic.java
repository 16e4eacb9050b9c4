package ticker.lab.load;

/**
 * What {@link Clients} have sent and received.
 *
 * @param updates quotes delivered, to all clients together; what a new client gets first, the whole board, is not counted
 * @param conflated moves that clients were never told, because a newer price of the same symbol came in their place
 * @param messages that brought updates
 * @param requests sent, upgrades and the openings of streams included
 * @param responses to polls and long polls
 * @param empty those responses that brought nothing
 * @param up bytes from the clients to the server: all that is written to the sockets
 * @param down bytes from the server to the clients
 * @param payload the bytes among {@code down} that are the JSON of messages with updates, the same in every technique;
 *     everything else is overhead
 */
public record Traffic(
        long updates,
        long conflated,
        long messages,
        long requests,
        long responses,
        long empty,
        long up,
        long down,
        long payload) {
    /** Nothing yet. */
    public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Traffic plus(Traffic other) {
        return new Traffic(
                updates + other.updates,
                conflated + other.conflated,
                messages + other.messages,
                requests + other.requests,
                responses + other.responses,
                empty + other.empty,
                up + other.up,
                down + other.down,
                payload + other.payload);
    }

    /** The share of all bytes, in both directions, that is no payload: 0 to 1. */
    public double overhead() {
        return up + down == 0 ? 0 : 1 - (double) payload / (up + down);
    }
}
