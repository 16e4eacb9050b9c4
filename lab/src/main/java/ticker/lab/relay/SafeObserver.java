package ticker.lab.relay;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import ticker.lab.decode.Direction;

/** Tells the observer of one connection what happens, until it fails: who watches must never disturb what is watched. */
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
        tell(observer -> observer.passed(direction, bytes, now()));
    }

    /** Tells it once for each direction. Who has ended its own and then breaks off ends the other one. */
    void ended(Direction direction, boolean reset) {
        boolean breaksOff = reset && !this.reset;
        this.reset |= reset;
        if (ended.add(direction)) {
            tell(observer -> observer.ended(direction, reset, now()));
        } else if (breaksOff) {
            ended(direction.opposite(), true);
        }
    }

    private void tell(Consumer<Observer> news) {
        if (observer != null) {
            guard(() -> news.accept(observer));
        }
    }

    // Everything is caught, even an Error: the thread belongs to all connections.
    private void guard(Runnable call) {
        try {
            call.run();
        } catch (Throwable fault) {
            observer = null;
            LOG.log(Level.SEVERE, fault, () -> "Connection %d is watched no longer".formatted(connection));
        }
    }

    private static double now() {
        var now = Instant.now();
        return now.getEpochSecond() * 1000.0 + now.getNano() / 1_000_000.0;
    }
}
