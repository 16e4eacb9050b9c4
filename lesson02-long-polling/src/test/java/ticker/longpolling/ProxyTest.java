package ticker.longpolling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.longpolling.Await.await;
import static ticker.longpolling.Await.awaitResult;
import static ticker.longpolling.Holding.HOUR;
import static ticker.longpolling.Holding.awaitHeld;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real nginx between the reader and the server. */
@Isolated("a container changes the network, and browsers then drop their connections")
@Tag("docker")
class ProxyTest {
    @RegisterExtension
    static final Nginx nginx = new Nginx("default", "cured", "impatient");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Market market = new Market(0);
    private LongPollingServer server = new LongPollingServer(0, market, HOUR, 10);

    @BeforeEach
    void openTheDoor() {
        nginx.door(8082).leadTo(server.uri());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "cured"})
    void aPriceComesThroughAtOnce(String recipe) throws Exception {
        var answer = ask(recipe);
        awaitHeld(1, server::held);

        market.move("ACME", 101_25, 1000);

        assertEquals("""
                {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}""", receive(answer).body());
    }

    @Test
    void aProxyThatIsLessPatientThanTheServerAnswers504InItsPlace() throws Exception {
        var answer = receive(ask("impatient")); // the server would hold it for an hour

        assertEquals(504, answer.statusCode());
        assertTrue(answer.body().contains("504 Gateway Time-out"), answer::body);
        awaitHeld(0, server::held);
    }

    @Test
    void aHoldThatIsShorterThanTheProxysPatienceIsTheCure() throws Exception {
        server.close();
        server = new LongPollingServer(0, market, 500, 10);
        nginx.door(8082).leadTo(server.uri());

        assertEquals(204, receive(ask("impatient")).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "cured"})
    void aReaderWhoLeavesTheProxyGivesItsSeatBack(String recipe) throws Exception {
        try (var wire = new Wire(nginx.uri(recipe))) {
            wire.send("GET /quotes HTTP/1.1\r\nHost: localhost\r\n\r\n");
            awaitHeld(1, server::held);
        }

        awaitHeld(0, server::held);
    }

    @Test
    void byDefaultEachQuestionOpensAConnectionBehindTheProxy() throws Exception {
        assertEquals(10, connectionsForTenPrices("default"));
    }

    @Test
    void withKeepAliveAllQuestionsRideOneConnectionBehindTheProxy() throws Exception {
        assertEquals(1, connectionsForTenPrices("cured"));
    }

    private int connectionsForTenPrices(String recipe) throws Exception {
        var reader = new LongPollingReader(nginx.uri(recipe));
        int before = nginx.door(8082).connections();
        for (int i = 1; i <= 10; i++) {
            market.move("ACME", i, i);
            assertEquals(1, awaitResult("price %d".formatted(i), reader::ask).size());
        }
        return nginx.door(8082).connections() - before;
    }

    private static CompletableFuture<HttpResponse<String>> ask(String recipe) {
        var request =
                HttpRequest.newBuilder(nginx.uri(recipe).resolve("/quotes")).build();
        return CLIENT.sendAsync(request, BodyHandlers.ofString());
    }

    private static HttpResponse<String> receive(CompletableFuture<HttpResponse<String>> answer) throws Exception {
        return await("the response", answer);
    }
}
