package ticker.lab.decode;

import static java.util.Locale.ROOT;

/** Finds the responses that come down. What they are depends on their requests (RFC 9112 §6.3). */
final class HttpResponseDecoder extends HttpDecoder {
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Exchanges exchanges;

    HttpResponseDecoder(Exchanges exchanges) {
        super(HttpReader.ofResponses(exchanges::method), "status line");
        this.exchanges = exchanges;
    }

    @Override
    Content headEnds(HttpReader reader, MessageBuilder builder) {
        var status = reader.head().start().substring("HTTP/1.1 ".length()).strip();
        builder.is(Kind.RESPONSE, Printable.of(status));
        if (reader.status() >= 200 || reader.status() == SWITCHING_PROTOCOLS) { // others come before the response
            builder.belongsTo(exchanges.first());
            exchanges.end();
        }
        if (reader.isHttpOver()) {
            boolean switches = reader.status() == SWITCHING_PROTOCOLS;
            exchanges.upgrade(switches ? reader.head().value("Upgrade") : "tunnel");
        }
        if (!reader.isInBody()) {
            return null;
        }
        var content = content(reader.head(), builder);
        if (content.message() != builder) {
            builder.is(
                    Kind.RESPONSE,
                    String.format(
                            ROOT, "%s, %s", Printable.of(status), reader.head().type()));
        }
        return content;
    }

    private static Content content(HttpHead head, MessageBuilder builder) {
        boolean readable = !head.has("Content-Encoding"); // where lines end in what is compressed can't be seen
        return switch (readable ? head.type() : "compressed") {
            case "text/event-stream" -> new EventContent();
            case "application/x-ndjson" -> new LineContent();
            default -> new WholeContent(builder);
        };
    }
}
