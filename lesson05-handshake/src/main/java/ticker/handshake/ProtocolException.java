package ticker.handshake;

import static java.util.Locale.ROOT;

/** The peer has broken a rule of RFC 6455. The message is the rule, for the peer to read; the code closes the connection. */
final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    /** A rule fits into a close frame: at most 123 bytes. */
    ProtocolException(int code, String rule) {
        // Without a stack trace: the fault is the peer's, and the rule says enough.
        super(rule, null, false, false);
        this.code = code;
    }

    /** What to close with, one of the codes in {@link CloseReason} (§7.4.1). */
    int code() {
        return code;
    }

    static void check(boolean kept, int code, String rule, Object... details) throws ProtocolException {
        if (!kept) {
            throw new ProtocolException(code, String.format(ROOT, rule, details));
        }
    }
}
