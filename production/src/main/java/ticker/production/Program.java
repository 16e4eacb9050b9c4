package ticker.production;

import static java.util.Locale.ROOT;

import java.net.URI;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What all programs share: it reads their settings, prints where the program listens, and runs it until Ctrl-C. */
public final class Program {
    /**
     * The settings that all programs have.
     *
     * @param port to listen on; 0 for any that is free
     * @param rate prices that move in a second, on average
     * @param steady whether they move at equal intervals instead of at random times
     * @param seed what the random walk starts from
     */
    public record Parameters(int port, double rate, boolean steady, long seed) {}

    /** What has been started: where it listens, and how it is stopped. */
    public record Running(URI uri, Runnable stop) {}

    /** Starts the server of the program. An IllegalArgumentException says which setting is wrong. */
    public interface Start {
        Running start(Parameters parameters);
    }

    private Program() {}

    /** Runs the program until Ctrl-C. When a setting is wrong, it says so in one line and exits with status 2. */
    public static void run(String title, int port, Start program) {
        Settings.orExit(() -> {
            Logger.getLogger("").setLevel(Level.WARNING); // the libraries log only what is wrong
            var parameters = new Parameters(Settings.port(port), Settings.rate(), Settings.steady(), Settings.seed());
            var running = program.start(parameters);
            Runtime.getRuntime().addShutdownHook(new Thread(running.stop()));
            System.out.printf(
                    ROOT,
                    "%s: %s (%s prices a second, seed %d). Ctrl-C stops it.%n",
                    title,
                    running.uri(),
                    parameters.rate(),
                    parameters.seed());
        });
    }
}
