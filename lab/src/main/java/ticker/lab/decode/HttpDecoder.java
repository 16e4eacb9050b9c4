package ticker.lab.decode;

import static java.util.Locale.ROOT;

import java.nio.ByteBuffer;

/** Finds the messages of HTTP/1.1 in one direction, and names the parts of their bytes. */
abstract class HttpDecoder implements Decoder {
    private final HttpReader reader;
    private final String startLine;
    private MessageBuilder builder = new MessageBuilder();
    private Content content; // of the body; null while a head is read
    private int lineStart = -1;

    HttpDecoder(HttpReader reader, String startLine) {
        this.reader = reader;
        this.startLine = startLine;
    }

    /** Makes a message of the head, and finds what its body consists of: null if there is no body. */
    abstract Content headEnds(HttpReader reader, MessageBuilder builder) throws Undecodable;

    @Override
    public final MessageBuilder decode(ByteBuffer in) throws Undecodable {
        MessageBuilder done = null;
        while (done == null && in.hasRemaining()) {
            done = decodePart(in);
        }
        return done;
    }

    private MessageBuilder decodePart(ByteBuffer in) throws Undecodable {
        var message = unfinished();
        int from = lineStart < 0 ? message.position() : lineStart;
        int start = in.position();
        HttpReader.Part part;
        try {
            part = reader.read(in);
        } finally {
            message.take(in.slice(start, in.position() - start)); // also what can't be decoded
        }
        lineStart = part == null ? from : -1;
        return part == null ? null : part == HttpReader.Part.BODY ? body(in) : lineEnds(part, message, from);
    }

    private MessageBuilder body(ByteBuffer in) {
        reader.taken(in, content.take(reader.bodyAtHand(in)));
        if (reader.left() > 0) {
            return content.isWhole() ? content.next() : null;
        }
        content.partEnds();
        return reader.isInBody() ? null : bodyEnds(""); // the end of a chunk still belongs to the message
    }

    private MessageBuilder lineEnds(HttpReader.Part part, MessageBuilder message, int from) throws Undecodable {
        var text = Printable.of(reader.text());
        switch (part) {
            case EMPTY_LINE -> message.field("empty line", from, "ignored");
            case START_LINE -> message.field(startLine, from, text);
            case HEADER ->
                message.field(header(), from, Printable.of(reader.head().lastValue()));
            case HEAD_END -> {
                message.field("blank line", from, "ends the headers");
                return headEnds();
            }
            case CHUNK_SIZE -> message.field("chunk size", from, chunkSize());
            case CHUNK_END -> {
                message.field("chunk end", from, "CR LF");
                return content.isWhole() ? content.next() : null;
            }
            case TRAILER -> message.field("trailer", from, text);
            default -> {
                message.field("blank line", from, "ends the body");
                return bodyEnds("last chunk");
            }
        }
        return null;
    }

    private String header() {
        return Printable.of(reader.head().lastName());
    }

    private String chunkSize() {
        return reader.left() == 0
                ? "0, the last chunk"
                : String.format(ROOT, "%s, %d bytes", reader.text(), reader.left());
    }

    private MessageBuilder headEnds() throws Undecodable {
        content = headEnds(reader, builder);
        var head = builder;
        builder = new MessageBuilder();
        boolean goesOn = content != null && content.message() == head;
        return goesOn ? null : head;
    }

    private MessageBuilder bodyEnds(String framing) {
        var rest = content.rest(framing);
        content = null;
        return rest;
    }

    @Override
    public final MessageBuilder unfinished() {
        return content == null ? builder : content.message();
    }

    @Override
    public final MessageBuilder end() {
        if (content == null) {
            return builder.isEmpty() ? null : builder.raw("").cutOff();
        }
        content.partEnds();
        var rest = content.rest(reader.isChunked() ? "chunk" : "");
        return rest == null || reader.isUntilClose() ? rest : rest.cutOff();
    }
}
