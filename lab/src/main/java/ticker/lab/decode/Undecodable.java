package ticker.lab.decode;

/** These bytes are not what the protocol says they are. The message is the broken rule. */
public final class Undecodable extends Exception {
    private static final long serialVersionUID = 1;

    Undecodable(String rule) {
        super(rule);
    }
}
