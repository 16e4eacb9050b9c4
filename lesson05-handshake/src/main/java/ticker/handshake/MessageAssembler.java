package ticker.handshake;

import static ticker.handshake.ProtocolException.check;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Puts fragments together into messages and checks text as it arrives (RFC 6455 §5.4, §8.1). */
final class MessageAssembler {
    private final int limit;
    private Opcode opcode; // of the message under way, null between messages
    private ByteArrayOutputStream earlier; // the payloads of its complete fragments
    private Utf8 utf8;
    private boolean looked; // at the fragment that is arriving
    private int checked; // bytes of it known to be text

    MessageAssembler(int limit) {
        this.limit = limit;
    }

    /** Takes a data frame. The answer is the whole message, or null: more must arrive. */
    Frame add(Frame frame) throws ProtocolException {
        look(frame);
        looked = false;
        if (frame.fin() && earlier.size() == 0) {
            return end(frame.payload());
        }
        earlier.writeBytes(frame.bytes());
        return frame.fin() ? end(ByteBuffer.wrap(earlier.toByteArray())) : null;
    }

    /** Looks at what has arrived of a data frame: bad text is refused at once, not when it is complete. */
    void look(Frame frame) throws ProtocolException {
        if (!looked) {
            begin(frame.opcode());
        }
        check(frame.length() <= limit - earlier.size(), 1009, "A message has at most %d bytes here.", limit);
        if (opcode == Opcode.TEXT) {
            for (; checked < frame.length(); checked++) {
                check(utf8.accepts(frame.payload().get(checked)), 1007, "A text message must be UTF-8.");
            }
        }
    }

    boolean isInsideMessage() {
        return opcode != null;
    }

    private void begin(Opcode next) throws ProtocolException {
        if (next == Opcode.CONTINUATION) {
            check(opcode != null, 1002, "There is no message to continue.");
        } else {
            check(opcode == null, 1002, "A message must be complete before the next one begins.");
            opcode = next;
            earlier = new ByteArrayOutputStream(0);
            utf8 = new Utf8();
        }
        looked = true;
        checked = 0;
    }

    private Frame end(ByteBuffer payload) throws ProtocolException {
        check(opcode != Opcode.TEXT || utf8.isComplete(), 1007, "A text message must not end inside a character.");
        var message = Frame.of(opcode, payload);
        opcode = null;
        earlier = null; // an idle connection keeps nothing
        return message;
    }
}
