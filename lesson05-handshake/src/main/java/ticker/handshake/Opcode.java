package ticker.handshake;

import static java.util.Locale.ROOT;

/** The kind of a frame (RFC 6455 §5.2). A frame with the control bit is about the connection, any other carries a message. */
enum Opcode {
    CONTINUATION(0x0),
    TEXT(0x1),
    BINARY(0x2),
    CLOSE(0x8),
    PING(0x9),
    PONG(0xA);

    private static final int CONTROL = 0b1000;

    final int bits;

    Opcode(int bits) {
        this.bits = bits;
    }

    boolean isControl() {
        return (bits & CONTROL) != 0;
    }

    static Opcode of(int bits) throws ProtocolException {
        for (var opcode : values()) {
            if (opcode.bits == bits) {
                return opcode;
            }
        }
        throw new ProtocolException(CloseReason.PROTOCOL_ERROR, String.format(ROOT, "Opcode %X is reserved.", bits));
    }
}
