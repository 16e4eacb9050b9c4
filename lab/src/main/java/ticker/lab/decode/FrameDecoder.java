package ticker.lab.decode;

import static java.util.Locale.ROOT;

import java.nio.ByteBuffer;

/** Finds the frames of a WebSocket in one direction. It checks only the rules that it needs to find the next frame. */
final class FrameDecoder implements Decoder {
    private static final int CLOSE = 8;
    private static final int BINARY = 2;

    private final FrameHeader header = new FrameHeader();
    private MessageBuilder message = new MessageBuilder();
    private long left; // of the payload
    private boolean binary; // the message that a continuation continues

    @Override
    public MessageBuilder decode(ByteBuffer in) throws Undecodable {
        if (!header.isComplete()) {
            int start = in.position();
            header.read(in);
            message.take(in.slice(start, in.position() - start));
            left = header.payload();
        }
        if (!header.isComplete()) {
            return null;
        }
        if (left < 0) {
            throw new Undecodable("the first bit of a 64-bit length must be 0");
        }
        var payload = in.slice(in.position(), (int) Math.min(left, in.remaining()));
        in.position(in.position() + payload.remaining());
        left -= payload.remaining();
        message.take(payload);
        return left == 0 ? finish() : null;
    }

    private MessageBuilder finish() {
        var words = words(unmasked());
        message.is(Kind.FRAME, (header.name() + " " + words).strip());
        message.payload(header.payload());
        nameHeader();
        message.field("payload", header.length(), words);
        header.clear();
        var done = message;
        message = new MessageBuilder();
        return done;
    }

    private void nameHeader() {
        message.field("FIN", 0, 1, header.isFinal() ? "1, the message ends here" : "0, the message goes on");
        message.field("RSV", 0, 1, Integer.toBinaryString(8 | header.rsv()).substring(1));
        message.field("opcode", 0, 1, String.format(ROOT, "%X, %s", header.opcode(), header.meaning()));
        message.field("MASK", 1, 1, header.isMasked() ? "1, masked" : "0, not masked");
        message.field("length", 1, header.maskingKey() - 1, Long.toString(header.payload()));
        int key = header.maskingKey();
        message.field("masking key", key, header.length() - key, header.key());
    }

    /** What is kept of the payload, as it was before it was masked. */
    private byte[] unmasked() {
        var payload = new byte[message.position() - header.length()];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = header.mask(message.kept(header.length() + i), i);
        }
        return payload;
    }

    private String words(byte[] payload) {
        if (header.opcode() == CLOSE && payload.length >= 2) {
            int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
            return (code + " " + Printable.of(payload, 2, payload.length)).strip();
        }
        if (!header.isControl() && header.opcode() != 0) {
            binary = header.opcode() == BINARY;
        }
        boolean text = !header.isReserved() && header.rsv() == 0 && (header.isControl() || !binary);
        return text ? Printable.of(payload, 0, payload.length) : Printable.hex(payload);
    }

    @Override
    public MessageBuilder unfinished() {
        return message;
    }

    @Override
    public MessageBuilder end() {
        if (message.isEmpty()) {
            return null;
        }
        message.is(Kind.FRAME, "frame");
        return message.cutOff();
    }
}
