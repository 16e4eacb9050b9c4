package ticker.polling;

import java.net.URI;
import java.util.function.Consumer;
import ticker.lab.equivalence.ConsoleClient;

/** Runs the client of lesson 1, which polls all the time. */
public final class ConsoleClientOfLesson1 implements ConsoleClient {
    private static final long INTERVAL = 2; // milliseconds

    @Override
    public void watch(URI server, Consumer<String> messages, Pause pause) throws InterruptedException {
        new PollingClient(server)
                .watch(INTERVAL, quotes -> messages.accept(quotes.toString()), (reason, millis) -> pause.make(reason));
    }
}
