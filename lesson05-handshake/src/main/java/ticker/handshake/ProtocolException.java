package ticker.handshake;

/** The peer has broken a rule of RFC 6455: its message is the rule, for the peer to read, and its code closes the connection. */
final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    /** A rule fits into a close frame: at most 123 bytes. */
    ProtocolException(int code, String rule) {
        super(rule, null, false, false); // without a stack trace: the fault is the peer's, and the rule says all
        this.code = code;
    }

    /** What to close with (RFC 6455 §7.4.1): 1002 protocol error, 1007 bad text, 1009 too big. */
    int code() {
        return code;
    }

    static void check(boolean kept, int code, String rule, Object... details) throws ProtocolException {
        if (!kept) {
            throw new ProtocolException(code, rule.formatted(details));
        }
    }
}
