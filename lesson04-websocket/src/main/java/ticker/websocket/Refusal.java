package ticker.websocket;

/** Why a message is refused, in words for the client. It becomes an {@code error} message. The session stays open. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final String id;

    Refusal(String rule) {
        this(null, rule);
    }

    /** The id of what is refused, or null if it has none, and the rule that it breaks. */
    public Refusal(String id, String rule) {
        super(rule);
        this.id = id;
    }

    /** The id of what is refused, or null if it has none. */
    public String id() {
        return id;
    }
}
