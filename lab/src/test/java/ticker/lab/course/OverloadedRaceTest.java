package ticker.lab.course;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** All that can be set, at once: 2,500 extra clients, which one thread for each lesson reads, and 1000 prices a second. */
@Isolated
class OverloadedRaceTest {
    private static final String QUIET = "{\"rate\":2,\"interval\":1000,\"clients\":0,\"symbol\":\"ACME\"}";
    private static final String MANY = "{\"rate\":2,\"interval\":1000,\"clients\":500,\"symbol\":\"ACME\"}";
    private static final String MOST = "{\"rate\":1000,\"interval\":100,\"clients\":500,\"symbol\":\"ACME\"}";

    private final Course course = new Course(0, 2, 7, false);

    @AfterEach
    void stop() {
        course.close();
    }

    @Test
    void statesKeepComingTheLoadIsBoundedAndTheSettingsCanBePutBack() throws Exception {
        try (var watching = new RaceClient(course.uri())) {
            watching.awaitAll("a race", racer -> number(racer, "connections") == 1);

            settings(MANY);
            watching.awaitAll("all extra clients in a quiet market", racer -> number(racer, "others") == 500);
            settings(MOST);
            await(
                    "the number of clients that this machine manages",
                    watching::state,
                    state -> state.get("manages").isNumber());
            long before = watching.states();
            long start = System.nanoTime();
            await("20 more states", watching::states, states -> states >= before + 20);
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis < 15_000, String.format(ROOT, "20 states came in %d ms; they are due in 5000", millis));

            settings(QUIET);
            watching.awaitAll("no extra clients", racer -> number(racer, "others") == 0);
            assertEquals(2, number(watching.state().get("settings"), "rate"), "the rate that was set last");
            assertTrue(watching.state().get("manages").isNull(), () -> "no limit is left: " + watching.state());
        }
    }

    private void settings(String settings) throws Exception {
        var request = HttpRequest.newBuilder(course.uri().resolve("race/settings"))
                .PUT(BodyPublishers.ofString(settings))
                .build();
        var response = await(
                "the response to the settings", HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString()));
        assertEquals(204, response.statusCode(), response.body());
    }

    private static double number(JsonNode node, String name) {
        return node.get(name).doubleValue();
    }
}
