package ticker.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The two ways to cut an endless response into messages. */
enum Format {
    /** One JSON document a line. An empty line is nothing. */
    NDJSON("application/x-ndjson") {
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

    /** Server-Sent Events. */
    EVENTS("text/event-stream; charset=utf-8") {
        @Override
        byte[] opening() {
            return EventStream.retry(RETRY_MILLIS);
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

    static final long RETRY_MILLIS = 1000;

    private final String type;

    Format(String type) {
        this.type = type;
    }

    String type() {
        return type;
    }

    /** What a reader gets before the first quotes. */
    abstract byte[] opening();

    abstract byte[] message(Quotes quotes);

    /** What tells a reader without news, and everything in between, that the stream is alive. */
    abstract byte[] keepAlive();
}
