package ticker.lab.relay;

import static java.util.Locale.ROOT;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import ticker.lab.decode.Direction;

/** Calls the observer of one connection until it fails: an observer must never disturb the connection. */
final class SafeObserver {
    private static final Logger LOG = Logger.getLogger(SafeObserver.class.getName());

    private final Set<Direction> ended = EnumSet.noneOf(Direction.class);
    private final int connection;
    private boolean reset;
    private Observer observer;

    SafeObserver(IntFunction<Observer> observers, int connection) {
        this.connection = connection;
        guard(() -> observer = observers.apply(connection));
    }

    void passed(Direction direction, ByteBuffer bytes) {
        tell(observer -> observer.passed(direction, bytes, SteadyTime.millis()));
    }

    /** Tells it once for each direction. A side that has ended its own direction and then resets ends the other one, too. */
    void ended(Direction direction, boolean reset) {
        boolean resets = reset && !this.reset;
        this.reset |= reset;
        if (ended.add(direction)) {
            tell(observer -> observer.ended(direction, reset, SteadyTime.millis()));
        } else if (resets) {
            ended(direction.opposite(), true);
        }
    }

    private void tell(Consumer<Observer> event) {
        if (observer != null) {
            guard(() -> event.accept(observer));
        }
    }

    // Everything is caught, even an Error: the thread belongs to all connections.
    private void guard(Runnable call) {
        try {
            call.run();
        } catch (Throwable fault) {
            observer = null;
            LOG.log(Level.SEVERE, fault, () -> String.format(ROOT, "Connection %d is no longer observed", connection));
        }
    }
}
