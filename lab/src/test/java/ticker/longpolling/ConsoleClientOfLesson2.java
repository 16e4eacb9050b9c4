package ticker.longpolling;

import java.net.URI;
import java.util.function.Consumer;
import ticker.lab.equivalence.ConsoleClient;

/** Runs the client of lesson 2. */
public final class ConsoleClientOfLesson2 implements ConsoleClient {
    @Override
    public void watch(URI server, Consumer<String> messages, Pause pause) throws InterruptedException {
        new LongPollingClient(server)
                .watch(quotes -> messages.accept(quotes.toString()), (reason, millis) -> pause.make(reason));
    }
}
