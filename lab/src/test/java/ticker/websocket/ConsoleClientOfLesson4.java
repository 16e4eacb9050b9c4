package ticker.websocket;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import ticker.lab.equivalence.ConsoleClient;

/** Runs the client of lesson 4. */
public final class ConsoleClientOfLesson4 implements ConsoleClient {
    // The JDK's client does not report every lost connection. Its silence then shows the loss, and a round must be
    // short.
    private static final Duration TIMEOUT = Duration.ofMillis(250);

    @Override
    public void watch(URI server, Consumer<String> messages, Pause pause) throws InterruptedException {
        new WebSocketClient(server, quotes -> messages.accept(quotes.toString()), TIMEOUT)
                .watch((reason, millis) -> pause.make(reason));
    }
}
