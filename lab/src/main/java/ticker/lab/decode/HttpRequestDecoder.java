package ticker.lab.decode;

/** Finds the requests that go up. */
final class HttpRequestDecoder extends HttpDecoder {
    private final Exchanges exchanges;

    HttpRequestDecoder(Exchanges exchanges) {
        super(HttpReader.ofRequests(), "request line");
        this.exchanges = exchanges;
    }

    @Override
    Content headEnds(HttpReader reader, MessageBuilder builder) throws Undecodable {
        var words = reader.head().start().split(" ");
        builder.is(Kind.REQUEST, Printable.of(words[0] + " " + words[1]));
        builder.belongsTo(exchanges.begin(words[0]));
        return reader.isInBody() ? new WholeContent(builder) : null;
    }
}
