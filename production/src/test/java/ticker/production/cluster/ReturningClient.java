package ticker.production.cluster;

import static java.util.Locale.ROOT;
import static ticker.production.Await.await;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import ticker.production.WebSocketTestClient;

/** A client of lesson 4, for tests, in the background: whenever its connection ends it comes back with its cursor. */
final class ReturningClient implements AutoCloseable {
    private final History history = new History();
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::comeBackAgainAndAgain, "returning client");
    private final URI address;
    private volatile boolean closed;
    private long cursor;

    ReturningClient(URI address) {
        this.address = address;
        thread.setDaemon(true);
        thread.start();
    }

    private void comeBackAgainAndAgain() {
        try {
            while (!closed) {
                try (var client = await("the WebSocket to open", this::open, Optional::isPresent)
                        .orElseThrow()) {
                    client.send(String.format(ROOT, "{\"subscribe\":[\"*\"],\"after\":%d}", cursor));
                    read(client);
                    ends.add(client.end());
                }
            }
        } catch (Exception interrupted) {
            ends.add(interrupted.toString());
        }
    }

    private Optional<WebSocketTestClient> open() {
        try {
            return Optional.of(new WebSocketTestClient(address));
        } catch (CompletionException refused) {
            return Optional.empty();
        }
    }

    private void read(WebSocketTestClient client) throws InterruptedException {
        for (var text = client.nextOrEnd(); text.isPresent(); text = client.nextOrEnd()) {
            if (text.get().startsWith("{\"seq\":")) { // else prices stand still, which happens on a very slow machine
                var message = Message.parse(text.get());
                history.add(message.moves());
                cursor = message.seq();
            }
        }
    }

    History history() {
        return history;
    }

    /** How its connections have ended. */
    List<String> ends() {
        return ends;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
