package ticker.production.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of lesson 2, for tests: it asks with its cursor. In the background it asks again and again. */
final class LongPollingTestClient implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PAUSE = 100; // milliseconds after a failure

    private final History history = new History();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::askAgainAndAgain, "long polling");
    private final URI server;
    private long cursor;

    LongPollingTestClient(URI server) {
        this.server = server;
    }

    /** Asks once: what is new, or nothing when the hold time is over. */
    List<Move> ask() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve("/quotes?after=" + cursor))
                .build();
        var response = HTTP.send(request, BodyHandlers.ofString());
        if (response.statusCode() == 204) {
            return List.of();
        }
        if (response.statusCode() != 200) {
            throw new IOException(response.body());
        }
        var message = Message.parse(response.body());
        cursor = message.seq();
        return message.moves();
    }

    LongPollingTestClient start() {
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void askAgainAndAgain() {
        try {
            while (true) {
                try {
                    history.add(ask());
                } catch (IOException failure) {
                    failures.add(failure.getMessage());
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    History history() {
        return history;
    }

    List<String> failures() {
        return failures;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
