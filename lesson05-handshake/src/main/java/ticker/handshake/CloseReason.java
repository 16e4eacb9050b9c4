package ticker.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static ticker.handshake.ProtocolException.check;

import java.nio.ByteBuffer;

/** What a close frame says (RFC 6455 §5.5.1, §7.4): a code and a sentence, or nothing, which is 1005. */
record CloseReason(int code, String sentence) {
    static final int NONE = 1005; // never on the wire

    static CloseReason of(Frame close) throws ProtocolException {
        if (close.length() == 0) {
            return new CloseReason(NONE, "");
        }
        check(close.length() >= 2, 1002, "A close frame has no payload, or a code of two bytes.");
        var payload = close.payload().duplicate();
        int code = payload.getShort() & 0xFFFF;
        check(mayBeSent(code), 1002, "Close code %d must not be sent.", code);
        var utf8 = new Utf8();
        for (var rest = payload.duplicate(); rest.hasRemaining(); ) {
            check(utf8.accepts(rest.get()), 1007, "The reason of a close must be UTF-8.");
        }
        check(utf8.isComplete(), 1007, "The reason of a close must be UTF-8.");
        return new CloseReason(code, UTF_8.decode(payload).toString());
    }

    private static boolean mayBeSent(int code) {
        return code >= 1000 && code <= 1003 || code >= 1007 && code <= 1011 || code >= 3000 && code <= 4999;
    }

    Frame frame() {
        var payload = ByteBuffer.allocate(125);
        if (code != NONE) {
            payload.putShort((short) code).put(sentence.getBytes(UTF_8));
        }
        return Frame.of(Opcode.CLOSE, payload.flip());
    }
}
