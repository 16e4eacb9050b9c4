package ticker.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.ThreadLocalRandom;

/** The two ways to split an endless response into messages. */
enum Format {
    /** One JSON document a line. An empty line is a keep-alive. */
    NDJSON("application/x-ndjson", true) {
        @Override
        byte[] opening() {
            return new byte[0];
        }

        @Override
        byte[] message(Quotes quotes) {
            return line(new String(quotes.json(), UTF_8));
        }

        @Override
        byte[] keepAlive() {
            return line("");
        }

        private static byte[] line(String text) {
            return (text + "\n").getBytes(UTF_8);
        }
    },

    /**
     * Server-Sent Events. They need no chunks: a client ignores an event that is cut off, and it reconnects after any end. So
     * each event goes to the socket in one piece, and is six bytes smaller.
     */
    EVENTS("text/event-stream; charset=utf-8", false) {
        @Override
        byte[] opening() {
            // Each client gets another time: so clients that lose a server together don't reconnect together.
            return EventStream.retry(ThreadLocalRandom.current().nextLong(MIN_RETRY, MAX_RETRY + 1));
        }

        @Override
        byte[] message(Quotes quotes) {
            return EventStream.event(Long.toString(quotes.seq()), "quotes", new String(quotes.json(), UTF_8));
        }

        @Override
        byte[] keepAlive() {
            return EventStream.comment("still here");
        }
    };

    private static final long MIN_RETRY = 1000;
    private static final long MAX_RETRY = 1999;

    private final String type;
    private final boolean chunked;

    Format(String type, boolean chunked) {
        this.type = type;
        this.chunked = chunked;
    }

    String type() {
        return type;
    }

    /** Whether a last chunk marks the end of the response, or only the end of the connection does. */
    boolean chunked() {
        return chunked;
    }

    /** What the server sends before the first quotes. */
    abstract byte[] opening();

    abstract byte[] message(Quotes quotes);

    /** What shows the client, and the proxies in between, that a stream without news is alive. */
    abstract byte[] keepAlive();
}
