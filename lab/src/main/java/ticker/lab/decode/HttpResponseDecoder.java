package ticker.lab.decode;

import java.util.regex.Pattern;

/** Finds the answers that come down, whose bodies depend on their requests (RFC 9112 §6.3). */
public final class HttpResponseDecoder extends HttpDecoder {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[0-9] [1-5][0-9][0-9]( .*)?");

    private final Exchanges exchanges;

    public HttpResponseDecoder(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    String startLine(String text) throws Undecodable {
        if (!STATUS_LINE.matcher(text).matches()) {
            throw new Undecodable("no status line of HTTP/1");
        }
        return "status line";
    }

    @Override
    Body begin(Head head, MessageBuilder draft) throws Undecodable {
        var exchange = exchanges.first();
        var method = exchange == null ? "" : exchange.method();
        var status = head.start().substring("HTTP/1.1 ".length()).strip();
        int code = Integer.parseInt(status.substring(0, 3));
        draft.is(Kind.RESPONSE, Printable.of(status));
        if (code >= 200 || code == 101) { // 100 and 103 come before the answer, and answer nothing
            draft.belongsTo(exchange);
            exchanges.end();
        }
        if (code == 101 || method.equals("CONNECT") && code < 300) {
            exchanges.upgrade(code == 101 ? head.value("Upgrade") : "tunnel");
            return null;
        }
        if (code < 200 || code == 204 || code == 304 || method.equals("HEAD")) {
            return null;
        }
        var content = content(head, draft);
        if (content.draft() != draft) {
            draft.is(Kind.RESPONSE, "%s, %s".formatted(Printable.of(status), head.type()));
        }
        return body(head, content, PlainBody.UNTIL_CLOSE);
    }

    private static Content content(Head head, MessageBuilder draft) {
        boolean readable = !head.has("Content-Encoding"); // where lines end in what is compressed nobody can see
        return switch (readable ? head.type() : "compressed") {
            case "text/event-stream" -> new EventContent();
            case "application/x-ndjson" -> new LineContent();
            default -> new WholeContent(draft);
        };
    }
}
