package ticker.lab.course;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;
import static ticker.lab.Await.stays;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticker.lab.transcript.Counts;
import tools.jackson.databind.JsonNode;

class RaceTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String NO_FAULTS =
            "{\"delayUp\":0,\"delayDown\":0,\"stall\":false,\"bufferBytes\":0,\"bufferMillis\":0,\"piece\":0}";

    private final Course course = new Course(0, 20, 7, false);

    @AfterEach
    void stop() {
        course.close();
    }

    @Test
    void allFiveLearnThePricesAsTheyMove() throws Exception {
        settings(20, 100, 0, "ACME");
        try (var watching = new RaceClient(course.uri())) {
            var racers = watching.awaitAll("20 prices each", racer -> number(racer, "updates") >= 20);

            for (var racer : racers) {
                assertTrue(racer.get("price").stringValue().matches("\\d+\\.\\d\\d"), racer.toString());
                assertEquals(1, number(racer, "connections"), racer.toString());
            }
        }
    }

    @Test
    void pollingNeedsARequestForEachLookAndAStreamOnlyOne() throws Exception {
        settings(50, 100, 0, "ACME");
        try (var watching = new RaceClient(course.uri())) {
            var racers = watching.awaitAll("60 prices each", racer -> number(racer, "updates") >= 60);

            // There are five symbols, so a response brings at most five prices, however late it comes.
            assertTrue(number(racers.get(0), "requests") >= 12, () -> "polls: " + racers.get(0));
            assertTrue(number(racers.get(1), "requests") >= 12, () -> "long polls: " + racers.get(1));
            for (var streaming : racers.subList(2, 5)) {
                assertEquals(1, number(streaming, "requests"), streaming.toString());
            }
        }
    }

    @Test
    void countsTheBytesThatPassTheTaps() throws Exception {
        settings(0.1, 60_000, 0, "ACME"); // so little happens that both can be looked at while nothing does
        try (var watching = new RaceClient(course.uri())) {
            watching.awaitAll("clients that count what the taps count", racer -> {
                var tapped = counts(racer.get("name").stringValue());
                return tapped.down() > 0
                        && tapped.up() == number(racer, "up")
                        && tapped.down() == number(racer, "down")
                        && tapped.requests() == number(racer, "requests");
            });
        }
    }

    @Test
    void aNewRateCountsForAll() throws Exception {
        settings(0.1, 100, 0, "ACME");
        try (var watching = new RaceClient(course.uri())) {
            watching.awaitAll(
                    "clients that have a price", racer -> racer.get("price").isString());

            settings(50, 100, 0, "ACME");

            watching.awaitAll("50 prices each", racer -> number(racer, "updates") + number(racer, "conflated") >= 50);
        }
    }

    @Test
    void aNewIntervalCountsForThePollsAtOnce() throws Exception {
        settings(20, 60_000, 0, "ACME");
        try (var watching = new RaceClient(course.uri())) {
            watching.awaitAll("the first poll", racer -> racer.get("price").isString());

            settings(20, 100, 0, "ACME");

            awaitPolls(watching, 10);
        }
    }

    private static void awaitPolls(RaceClient watching, int polls) {
        await(polls + " polls", () -> number(watching.racers().get(0), "requests"), made -> made >= polls);
    }

    @Test
    void extraClientsConnectPastTheTapsAndLeaveAgain() throws Exception {
        try (var watching = new RaceClient(course.uri())) {
            settings(20, 1000, 30, "ACME");
            watching.awaitAll("30 extra clients each", racer -> number(racer, "others") == 30);
            awaitTapped("one connection through each tap", counts -> counts.connections() == 1);

            settings(20, 1000, 0, "ACME");

            watching.awaitAll("no extra clients", racer -> number(racer, "others") == 0);
        }
    }

    @Test
    void theSymbolCanBeChosen() throws Exception {
        settings(0.1, 100, 0, "ACME");
        try (var watching = new RaceClient(course.uri())) {
            var acme = watching.awaitAll("a price", racer -> racer.get("price").isString());

            settings(0.1, 100, 0, "BRIO");

            watching.awaitAll(
                    "another symbol's price",
                    racer -> !racer.get("price").equals(acme.get(0).get("price")));
        }
    }

    @Test
    void aDelayOnAllWiresShowsInTheAgesOfAll() throws Exception {
        settings(20, 100, 0, "ACME");
        try (var watching = new RaceClient(course.uri())) {
            watching.awaitAll("prices", racer -> number(racer, "updates") > 0);

            faults(NO_FAULTS.replace("\"delayDown\":0", "\"delayDown\":400"));

            watching.awaitAll("prices that arrive late", racer -> number(racer, "delay") >= 400);
        }
    }

    @Test
    void whatAStallHoldsBackAgesUntilItArrives() throws Exception {
        settings(20, 100, 0, "ACME");
        try (var watching = new RaceClient(course.uri())) {
            watching.awaitAll("prices", racer -> number(racer, "updates") > 0);

            faults(NO_FAULTS.replace("false", "true"));
            watching.awaitAll("prices held back", racer -> number(racer, "late") >= 1000);
            faults(NO_FAULTS);

            watching.awaitAll("racers in time again", RaceTest::isInTime);
        }
    }

    @ParameterizedTest
    @CsvSource({"fin", "rst"})
    void allComeBackAfterACut(String how) throws Exception {
        settings(20, 100, 0, "ACME");
        try (var watching = new RaceClient(course.uri())) {
            watching.awaitAll("prices", racer -> number(racer, "updates") > 0);

            send("POST", "microscope/cut?lesson=all&how=" + how, "");

            awaitTapped("a second connection of each", counts -> counts.connections() >= 2);
            watching.awaitAll("racers in time again", racer -> isInTime(racer) && isConnected(racer));
        }
    }

    /** A stall of a second is over; on a busy machine it may still be late. */
    private static boolean isInTime(JsonNode racer) {
        return number(racer, "late") < 1000;
    }

    private static boolean isConnected(JsonNode racer) {
        return number(racer, "connections") == 1
                && racer.get("trouble").stringValue().isEmpty();
    }

    @Test
    void theRaceLastsAsLongAsSomebodyWatches() throws Exception {
        try (var first = new RaceClient(course.uri())) {
            try (var second = new RaceClient(course.uri())) {
                second.awaitAll("a race", racer -> number(racer, "connections") == 1);
            }
            first.awaitAll("a race that goes on", racer -> number(racer, "updates") > 20);
            awaitTapped("one connection through each tap", counts -> counts.connections() == 1 && counts.open() == 1);
        }

        awaitTapped("no connection through any tap", counts -> counts.connections() == 1 && counts.open() == 0);
    }

    @Test
    void theRaceDoesNotRunWhileNoPageShowsIt() {
        stays(
                "quiet wires",
                Duration.ofMillis(500),
                this::allCounts,
                all -> all.stream().allMatch(counts -> counts.connections() == 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'rate':0,'interval':1000,'clients':0,'symbol':'ACME'} | rate must be a number from 0.1 to 1000, not 0.0.",
                "{'rate':'2','interval':1000,'clients':0,'symbol':'ACME'} | rate must be a number from 0.1 to 1000, not \"2\".",
                "{'rate':-1,'interval':1000,'clients':0,'symbol':'ACME'} | rate must be a number from 0.1 to 1000, not -1.0.",
                "{'rate':1e999,'interval':1000,'clients':0,'symbol':'ACME'} | rate must be a number from 0.1 to 1000, not Infinity.",
                "{'rate':'NaN','interval':1000,'clients':0,'symbol':'ACME'} | rate must be a number from 0.1 to 1000, not \"NaN\".",
                "{'rate':99999999999999999999,'interval':1000,'clients':0,'symbol':'ACME'} | rate must be a number from 0.1 to 1000, not 1.0E20.",
                "{'rate':2,'interval':-1,'clients':0,'symbol':'ACME'} | interval must be from 100 to 60000 ms, not -1.",
                "{'rate':2,'interval':99999999999999999999,'clients':0,'symbol':'ACME'} | interval is out of range: 99999999999999999999.",
                "{'rate':2,'interval':1000,'clients':1e400,'symbol':'ACME'} | clients is out of range: Infinity.",
                "{'rate':2,'interval':99,'clients':0,'symbol':'ACME'} | interval must be from 100 to 60000 ms, not 99.",
                "{'rate':2,'interval':1000,'clients':501,'symbol':'ACME'} | clients must be from 0 to 500, not 501.",
                "{'rate':2,'interval':1000,'clients':0.5,'symbol':'ACME'} | clients must be a whole number, not 0.5.",
                "{'rate':2,'interval':1000,'clients':0,'symbol':'NONE'} | symbol must be one of ACME, BRIO, CUSP, DUSK, ECHO, not NONE.",
                "{'rate':2,'interval':1000,'clients':0} | symbol must be a text such as \"ACME\", not left out.",
                "{'speed':2} | There is no setting \"speed\", only rate, interval, clients, symbol.",
                "[] | The settings are a JSON object with rate, interval, clients, symbol."
            })
    void nonsenseIsRefusedWithASentence(String settings, String sentence) throws Exception {
        var response = send("PUT", "race/settings", settings.replace('\'', '"'));

        assertEquals(400, response.statusCode(), "the status");
        assertTrue(response.body().contains(sentence.replace("\"", "\\\"")), response.body());
    }

    private void settings(double rate, int interval, int clients, String symbol) throws Exception {
        var json = "{\"rate\":%s,\"interval\":%d,\"clients\":%d,\"symbol\":\"%s\"}";
        var response = send("PUT", "race/settings", String.format(ROOT, json, rate, interval, clients, symbol));
        assertEquals(204, response.statusCode(), response.body());
    }

    private void faults(String faults) throws Exception {
        var response = send("PUT", "microscope/faults?lesson=all", faults);
        assertEquals(200, response.statusCode(), response.body());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(course.uri().resolve(path)).method(method, BodyPublishers.ofString(body));
        return await(
                "the response to %s %s".formatted(method, path),
                CLIENT.sendAsync(request.build(), BodyHandlers.ofString()));
    }

    private Counts counts(String lesson) {
        return course.transcript().counts(lesson);
    }

    private void awaitTapped(String what, Predicate<Counts> condition) {
        await(what, this::allCounts, all -> all.stream().allMatch(condition));
    }

    private List<Counts> allCounts() {
        return course.lessons().stream().map(lesson -> counts(lesson.name())).toList();
    }

    private static double number(JsonNode racer, String name) {
        return racer.get(name).doubleValue();
    }
}
