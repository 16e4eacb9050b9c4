package ticker.handshake;

import static ticker.handshake.CloseReason.POLICY_VIOLATION;
import static ticker.handshake.CloseReason.PROTOCOL_ERROR;
import static ticker.handshake.CloseReason.TOO_BIG;
import static ticker.handshake.ProtocolException.check;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Puts the fragments of a message together (RFC 6455 §5.4) and checks text as it arrives (§8.1). */
final class MessageAssembler {
    private static final int MIN_FRAMES = 100;
    private static final int BYTES_A_FRAME = 64;

    private final int limit;

    // The message that is not complete, null between messages, and the payloads of its complete fragments.
    private Opcode opcode;
    private int frames;
    private ByteArrayOutputStream earlier;
    private Utf8 text;

    // The fragment that is arriving: whether it has begun, and how many of its bytes are checked.
    private boolean begun;
    private int checked;

    MessageAssembler(int limit) {
        this.limit = limit;
    }

    /** Takes a data frame. Returns the whole message, or null: more must arrive. */
    Frame add(Frame frame) throws ProtocolException {
        look(frame);
        begun = false;
        if (frame.fin() && earlier.size() == 0) {
            return end(frame.payload());
        }
        earlier.writeBytes(frame.bytes());
        return frame.fin() ? end(ByteBuffer.wrap(earlier.toByteArray())) : null;
    }

    /** Checks the part of a data frame that has arrived: bad text is refused at once, not when the frame is complete. */
    void look(Frame part) throws ProtocolException {
        if (!begun) {
            begin(part.opcode());
        }
        check(part.length() <= limit - earlier.size(), TOO_BIG, "A message has at most %d bytes here.", limit);
        if (opcode == Opcode.TEXT) {
            for (; checked < part.length(); checked++) {
                text.add(part.payload().get(checked));
            }
        }
    }

    boolean isInsideMessage() {
        return opcode != null;
    }

    private void begin(Opcode next) throws ProtocolException {
        if (next == Opcode.CONTINUATION) {
            check(opcode != null, PROTOCOL_ERROR, "There is no message to continue.");
        } else {
            check(opcode == null, PROTOCOL_ERROR, "A message must be complete before the next one begins.");
            opcode = next;
            frames = 0;
            earlier = new ByteArrayOutputStream(0);
            text = new Utf8();
        }
        frames++;
        check(frames <= maxFrames(), POLICY_VIOLATION, "A message has at most %d frames here.", maxFrames());
        begun = true;
        checked = 0;
    }

    /** As many as the longest message needs with 64 bytes in each, but at least 100. Empty frames cost time, although no memory. */
    private int maxFrames() {
        return Math.max(MIN_FRAMES, limit / BYTES_A_FRAME);
    }

    private Frame end(ByteBuffer payload) throws ProtocolException {
        if (opcode == Opcode.TEXT) {
            text.end();
        }
        var message = Frame.of(opcode, payload);
        // An idle connection keeps nothing.
        opcode = null;
        earlier = null;
        text = null;
        return message;
    }
}
