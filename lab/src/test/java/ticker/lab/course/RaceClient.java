package ticker.lab.course;

import static ticker.lab.Await.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Watches the race, as its page does: keeps the newest state. */
final class RaceClient implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Socket socket;
    private final AtomicLong states = new AtomicLong();
    private volatile JsonNode state = JSON.createObjectNode();

    RaceClient(URI course) throws IOException {
        socket = new Socket("localhost", course.getPort());
        socket.getOutputStream().write("GET /stream?race HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
        var reader = new Thread(this::read, "watching");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(socket.getInputStream()))) {
            for (String line; (line = lines.readLine()) != null; ) {
                if (line.equals("event: state")) {
                    line = lines.readLine();
                    state = JSON.readTree(line.substring(6));
                    states.incrementAndGet();
                }
            }
        } catch (IOException closed) {
            state = JSON.createObjectNode();
        }
    }

    /** The newest. */
    JsonNode state() {
        return state;
    }

    /** How many have come. */
    long states() {
        return states.get();
    }

    List<JsonNode> racers() {
        return state.path("racers").valueStream().toList();
    }

    /** Waits until this holds for all five racers at the same time. */
    List<JsonNode> awaitAll(String what, Predicate<JsonNode> condition) {
        return await(
                what,
                this::racers,
                racers -> racers.size() == 5 && racers.stream().allMatch(condition));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
