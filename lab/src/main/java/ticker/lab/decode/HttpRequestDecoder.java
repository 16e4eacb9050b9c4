package ticker.lab.decode;

import java.util.regex.Pattern;

/** Finds the requests that go up. */
public final class HttpRequestDecoder extends HttpDecoder {
    private static final Pattern REQUEST_LINE = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+ \\S+ HTTP/1\\.[0-9]");

    private final Exchanges exchanges;

    public HttpRequestDecoder(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    String startLine(String text) throws Undecodable {
        if (!REQUEST_LINE.matcher(text).matches()) {
            throw new Undecodable("no request line of HTTP/1");
        }
        return "request line";
    }

    @Override
    Body begin(Head head, MessageBuilder draft) throws Undecodable {
        var words = head.start().split(" ");
        draft.is(Kind.REQUEST, Printable.of(words[0] + " " + words[1]));
        draft.belongsTo(exchanges.begin(words[0]));
        return body(head, new WholeContent(draft), 0);
    }
}
