package ticker.lab.decode;

import java.io.IOException;

/** These bytes are not what the protocol asks for. The message is the broken rule. */
public final class Undecodable extends IOException {
    private static final long serialVersionUID = 1;

    Undecodable(String rule) {
        super(rule);
    }
}
