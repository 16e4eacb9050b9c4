package ticker.lab.load;

/** The server said something that its protocol does not allow, or refused. */
final class ProtocolError extends RuntimeException {
    private static final long serialVersionUID = 1;

    ProtocolError(String rule) {
        super(rule);
    }
}
