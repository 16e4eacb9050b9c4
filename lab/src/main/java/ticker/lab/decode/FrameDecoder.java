package ticker.lab.decode;

import java.nio.ByteBuffer;

/** Finds the frames of a WebSocket in one direction. It asks for no rule that it can do without. */
public final class FrameDecoder implements Decoder {
    private static final int CLOSE = 8;
    private static final int BINARY = 2;

    private final FrameHeader header = new FrameHeader();
    private MessageBuilder draft = new MessageBuilder();
    private long left; // of the payload
    private boolean binary; // the message that a continuation continues

    @Override
    public MessageBuilder decode(ByteBuffer in) throws Undecodable {
        while (in.hasRemaining() && !header.isComplete()) {
            header.add(draft.take(in));
            left = header.payload();
        }
        if (!header.isComplete()) {
            return null;
        }
        if (left < 0) {
            throw new Undecodable("the first bit of a 64-bit length must be 0");
        }
        left -= draft.take(in, left);
        return left == 0 ? finish() : null;
    }

    private MessageBuilder finish() {
        var words = words(unmasked());
        draft.is(Kind.FRAME, (header.name() + " " + words).strip());
        draft.payload(header.payload());
        header.fields(draft);
        draft.field("payload", header.length(), words);
        header.clear();
        var done = draft;
        draft = new MessageBuilder();
        return done;
    }

    /** What is kept of the payload, as it was before it was masked. */
    private byte[] unmasked() {
        var payload = new byte[draft.position() - header.length()];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = header.mask(draft.kept(header.length() + i), i);
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
        return draft;
    }

    @Override
    public MessageBuilder end() {
        if (draft.isEmpty()) {
            return null;
        }
        draft.is(Kind.FRAME, "frame");
        return draft.cutOff();
    }
}
