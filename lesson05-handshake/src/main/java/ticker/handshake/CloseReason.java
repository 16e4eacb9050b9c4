package ticker.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static ticker.handshake.ProtocolException.check;

import java.nio.ByteBuffer;

/** The payload of a close frame (RFC 6455 §5.5.1): a code and a sentence, or nothing. */
record CloseReason(int code, String sentence) {
    // The codes of §7.4.1 for a broken rule.
    static final int PROTOCOL_ERROR = 1002;
    static final int INVALID_DATA = 1007;
    static final int POLICY_VIOLATION = 1008;
    static final int TOO_BIG = 1009;

    // A close without a code counts as this one, which is never on the wire.
    static final int NONE = 1005;

    static CloseReason of(Frame close) throws ProtocolException {
        if (close.length() == 0) {
            return new CloseReason(NONE, "");
        }
        check(close.length() >= 2, PROTOCOL_ERROR, "A close frame has no payload, or a code of two bytes.");
        var payload = close.payload().duplicate();
        int code = payload.getShort() & 0xFFFF;
        check(mayBeSent(code), PROTOCOL_ERROR, "Close code %d must not be sent.", code);
        return new CloseReason(code, Utf8.decode(payload));
    }

    /** §7.4 and IANA's registry, which has grown since: codes of the protocol, of libraries (3000 to 3999) and of applications. */
    private static boolean mayBeSent(int code) {
        return code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 || code >= 3000 && code <= 4999;
    }

    /** The close frame with this payload. */
    Frame frame() {
        var payload = ByteBuffer.allocate(125);
        if (code != NONE) {
            payload.putShort((short) code).put(sentence.getBytes(UTF_8));
        }
        return Frame.of(Opcode.CLOSE, payload.flip());
    }
}
