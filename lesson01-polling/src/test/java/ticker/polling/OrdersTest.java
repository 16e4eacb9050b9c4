package ticker.polling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.polling.Await.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String ORDER = """
            {"id":"c-17","symbol":"ACME","side":"buy","quantity":10}""";
    private static final String RECEIPT = """
            {"id":"c-17","symbol":"ACME","side":"buy","quantity":10,"price":101.25,"seq":1}""";

    private final Market market = new Market(0);
    private final PollingServer server = new PollingServer(0, market);

    @BeforeEach
    void open() {
        market.move("ACME", 101_25, 1000);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anOrderIsDoneAtTheCurrentPrice() throws Exception {
        var response = post(ORDER);

        assertStatus(200, response);
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElse(""));
        assertEquals(RECEIPT, response.body());
    }

    @Test
    void theSameOrderTwiceIsDoneOnce() throws Exception {
        post(ORDER);
        market.move("ACME", 250_00, 2000);

        var again = post(ORDER);

        assertStatus(200, again);
        assertEquals(RECEIPT, again.body(), "the first receipt, at the first price");
    }

    @Test
    void theSameOrderFromManyClientsAtOnceIsDoneOnce() throws Exception {
        var responses = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 100; i++) {
            responses.add(CLIENT.sendAsync(request(ORDER).build(), BodyHandlers.ofString()));
            market.move("ACME", 101_25 + i, 2000 + i);
        }

        await("100 receipts", CompletableFuture.allOf(responses.toArray(CompletableFuture[]::new)));
        assertEquals(
                1,
                responses.stream()
                        .map(response -> response.join().body())
                        .distinct()
                        .count(),
                "different receipts for one order: each is of an order that was done again");
    }

    @Test
    void anIdBelongsToOneOrder() throws Exception {
        post(ORDER);

        var other = post(ORDER.replace("10", "11"));

        assertProblem(409, "The id c-17 belongs to another order. A new order needs a new id.", other);
    }

    @Test
    void tenThousandReceiptsAreRememberedAndTheOldestIsForgottenFirst() throws Exception {
        var desk = new OrderDesk(market);
        var first = desk.place(new Order("c-0", "ACME", "buy", 10));
        market.move("ACME", 250_00, 2000);
        for (int i = 1; i < OrderDesk.REMEMBERED; i++) {
            desk.place(new Order("c-" + i, "ACME", "buy", 10));
        }
        assertEquals(first, desk.place(new Order("c-0", "ACME", "buy", 10)), "10,000 are remembered");

        desk.place(new Order("one-more", "ACME", "buy", 10));

        assertEquals(
                250_00, desk.place(new Order("c-0", "ACME", "buy", 10)).quote().cents(), "the 10,001st is not");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "{, 2",
                "buy ACME, 1",
                "`{\"id\":\"c-17\",}`, 14",
                "{} {}, 4",
                "`{\"id\":\"a\",\"id\":\"b\"}`, 15",
            })
    void whatIsNotJsonIsA400ThatSaysWhere(String body, int column) throws Exception {
        assertProblem(400, String.format(ROOT, "The body is not JSON: see line 1, column %d.", column), post(body));
    }

    @Test
    void whateverTheBodyIsTheResponseIsAReceiptOrAProblemDocument() throws Exception {
        var random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            var body = ORDER.getBytes(UTF_8);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }

            var response = send(request(ORDER).POST(BodyPublishers.ofByteArray(body)));

            var type = response.headers().firstValue("Content-Type").orElse("");
            var accepted = response.statusCode() == 200 && type.equals("application/json");
            var refused =
                    List.of(400, 409, 422).contains(response.statusCode()) && type.equals("application/problem+json");
            assertTrue(
                    accepted || refused,
                    () -> String.format(ROOT, "%d for %s", response.statusCode(), new String(body, UTF_8)));
        }
    }

    @Test
    void whatTheParserDoesNotTakeHasItsOwnReason() throws Exception {
        for (var body : List.of("[".repeat(10_000), ORDER.replace("10", "1".repeat(1001)))) {
            assertProblem(
                    400, "The body is nested deeper than 500, or has a number of more than 1000 digits.", post(body));
        }
    }

    @Test
    void anEmptyBodyIsNotJson() throws Exception {
        assertProblem(400, "The body is empty.", post(""));
    }

    @Test
    void overlongUtf8IsNotUtf8() throws Exception {
        var body = ORDER.replace("ACME", "\u00c1\u0081CME").getBytes(ISO_8859_1); // c1 81: A in two bytes (RFC 3629 §3)

        assertProblem(400, "The body is not UTF-8.", send(request(ORDER).POST(BodyPublishers.ofByteArray(body))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "17", "\"buy\"", "null"})
    void anythingButAnObjectIsNoOrder(String body) throws Exception {
        assertProblem(
                422,
                "An order is a JSON object, such as {'id':'c-17','symbol':'ACME','side':'buy','quantity':10}.",
                post(body));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`,\"quantity\":10`, ``, The order has no quantity.",
                "`\"id\":\"c-17\",`, ``, The order has no id.",
                "`10`, `10,\"price\":1`, `An order has no field 'price', only id, symbol, side, quantity.`",
                "`ACME`, `XYZ`, There is no symbol 'XYZ'. There are ACME.",
                "`\"ACME\"`, `17`, `symbol must be a symbol, such as 'ACME', not 17.`",
                "`buy`, `hold`, `side must be 'buy' or 'sell', not 'hold'.`",
                "`c-17`, ``, `id must be 1 to 64 letters, digits, dots, dashes or underscores, not ''.`",
                "`c-17`, `a b`, `id must be 1 to 64 letters, digits, dots, dashes or underscores, not 'a b'.`",
            })
    void anOrderThatBreaksARuleIsRefusedWithThatRule(String right, String wrong, String sentence) throws Exception {
        assertProblem(422, sentence, post(ORDER.replace(right, wrong)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-1", "1.5", "1000000000000", "\"ten\"", "\"10\"", "1000001", "null", "true", "10.0", "[10]"
            })
    void aQuantityIsAWholeNumberFromOneToAMillion(String quantity) throws Exception {
        assertProblem(
                422,
                "quantity must be a whole number from 1 to 1000000, not %s.".formatted(quantity.replace('"', '\'')),
                post(ORDER.replace("10", quantity)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1000000"})
    void theSmallestAndTheLargestQuantityPass(String quantity) throws Exception {
        assertStatus(200, post(ORDER.replace("10", quantity)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/jsonp",
                ";",
                ";;",
                "; charset=utf-8"
            })
    void anyOtherTypeIsA415(String type) throws Exception {
        var response = send(request(ORDER).setHeader("Content-Type", type));

        assertProblem(415, "An order is sent with Content-Type: application/json, not %s.".formatted(type), response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "Application/JSON"})
    void aTypeMayHaveParametersAndCapitals(String type) throws Exception {
        assertStatus(200, send(request(ORDER).setHeader("Content-Type", type)));
    }

    @ParameterizedTest
    @ValueSource(ints = {16 * 1024 + 1, 1_000_000, 10_000_000})
    void aBodyOverSixteenKibibytesIsA413(int size) throws Exception {
        assertProblem(413, "An order has at most 16384 bytes.", post(ORDER + " ".repeat(size - ORDER.length())));
    }

    @Test
    void aBodyOfSixteenKibibytesPasses() throws Exception {
        assertStatus(200, post(ORDER + " ".repeat(16 * 1024 - ORDER.length())));
    }

    @Test
    void aChunkedBodyIsCountedToo() throws Exception {
        var body = (ORDER + " ".repeat(17_000)).getBytes();
        var chunked = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)); // of unknown length

        assertProblem(
                413, "An order has at most 16384 bytes.", send(request(ORDER).POST(chunked)));
    }

    @Test
    void aClientThatWaitsForContinueIsToldToContinue() throws Exception {
        assertStatus(200, send(request(ORDER).expectContinue(true)));
    }

    @Test
    void ordersCannotBeRead() throws Exception {
        var response = send(request(ORDER).GET());

        assertEquals("POST", response.headers().firstValue("Allow").orElse(""));
        assertProblem(405, "/orders takes only POST.", response);
    }

    private static void assertStatus(int status, HttpResponse<String> response) {
        assertEquals(
                status,
                response.statusCode(),
                () -> "the status of the response to " + response.request() + ", whose body is: " + response.body());
    }

    private static void assertProblem(int status, String detail, HttpResponse<String> response) {
        assertEquals(
                String.format(ROOT, "%d %s", status, detail),
                String.format(
                        ROOT,
                        "%d %s",
                        response.statusCode(),
                        response.body()
                                .replaceAll(".*\"detail\":\"(.*)\"}", "$1")
                                .replace("\\\"", "'")));
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElse(""));
    }

    private HttpResponse<String> post(String body) throws Exception {
        return send(request(body));
    }

    private HttpRequest.Builder request(String body) {
        return HttpRequest.newBuilder(server.uri().resolve("/orders"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> send(HttpRequest.Builder builder) throws Exception {
        var request = builder.build();
        return await("the response to " + request, CLIENT.sendAsync(request, BodyHandlers.ofString()));
    }
}
