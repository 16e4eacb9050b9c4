package ticker.lab.measure;

/** The server said something that its protocol does not allow, or refused. */
final class BrokenTalk extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenTalk(String rule) {
        super(rule);
    }
}
