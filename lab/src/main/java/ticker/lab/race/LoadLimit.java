package ticker.lab.race;

/**
 * How many extra clients each lesson has: a few more at each look, up to those that are wanted, as long as they are in time.
 * When they are late, this machine has more to do than it can, so a third of them leave. Later a few may come again.
 */
final class LoadLimit {
    static final double MAX_LATE = 1000; // milliseconds
    static final int MIN = 10;
    static final int LATE = 2; // looks in a row: a single one may be a hiccup
    static final int PAUSE = 4; // looks, until what a change has done is seen
    static final int CALM = 20; // looks, until more are tried again

    private int wanted;
    private int clients;
    private int looks; // since the last change
    private int late; // looks in a row
    private boolean reached;

    /** From now on so many are wanted, and what was too much before may be possible now. */
    void want(int wanted) {
        this.wanted = wanted;
        clients = Math.min(clients, wanted);
        reached = false;
    }

    /** Takes into account for how many milliseconds a client did not know of a move, at worst, since the last look. */
    void look(double millis) {
        looks++;
        late = millis > MAX_LATE ? late + 1 : 0;
        if (late >= LATE && looks > PAUSE && clients > MIN) {
            clients = Math.max(MIN, clients * 2 / 3);
            looks = 0;
            reached = true;
        } else if (millis < MAX_LATE / 2 && (!reached || looks > CALM)) {
            clients = Math.min(wanted, clients + Math.max(MIN, wanted / 20));
            looks = reached ? 0 : looks;
        }
    }

    /** How many each lesson has now. */
    int clients() {
        return clients;
    }

    /** How many this machine manages, about, or null as long as nothing says that it can't manage all that are wanted. */
    Integer manages() {
        return reached && clients < wanted ? clients : null;
    }
}
