package ticker.lab.course;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitEqual;
import static ticker.lab.Await.stays;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.lab.relay.Faults;

/** The microscope and the race come back by themselves, whatever responds meanwhile, and wherever they have been. */
@Tag("browser")
class ComingBackTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private static final String EVENTS = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    private static final String BEGUN = "event: lab\ndata: {\"began\":1,\"time\":1.5}\n\n";

    private final Course course = new Course(0, 20, 7, false);
    private Interceptor between;

    @AfterEach
    void stop() throws Exception {
        browser.open(URI.create("about:blank"));
        if (between != null) {
            between.close();
        }
        course.close();
    }

    private static final String JSON = "Content-Type: application/problem+json\r\n";
    private static final String OTHER = "Something other than the lab has responded: ";

    /** What responds in the lab's place, and what the page says then. */
    private static final List<List<String>> RESPONSES = List.of(
            List.of("HTTP/1.1 500 Internal Server Error\r\n\r\n", "The server responded with 500.*"),
            List.of("HTTP/1.1 502 Bad Gateway\r\n\r\nnonsense", "A proxy reached no server \\(502\\)\\..*"),
            List.of("HTTP/1.1 503 Service Unavailable\r\n\r\n", "The server has too much to do \\(503\\)\\..*"),
            List.of("HTTP/1.1 503 No\r\nRetry-After: 1\r\n" + JSON + "\r\n{\"detail\":\"Full.\"}", "Full\\..*"),
            List.of("HTTP/1.1 503 No\r\n" + JSON + "\r\n<html>", "The server has too much to do \\(503\\)\\..*"),
            List.of("HTTP/1.1 504 Gateway Timeout\r\n\r\n", "A proxy reached no server \\(504\\)\\..*"),
            List.of("HTTP/1.1 429 Too Many Requests\r\n\r\n", "The server has too much to do \\(429\\)\\..*"),
            List.of("HTTP/1.1 429 Too Many\r\nRetry-After: 1\r\n\r\n", "The server has too much to do \\(429\\)\\..*"),
            List.of("HTTP/1.1 401 Unauthorized\r\n\r\n", "The server wants you to sign in \\(401\\)\\..*"),
            List.of(
                    "HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\n",
                    "The server sends you to another page, perhaps to sign in\\..*"),
            List.of("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Sign in", OTHER + "<html>Sign in.*"),
            List.of("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\nnull", OTHER + "null.*"),
            List.of("HTTP/1.1 200 OK\r\n\r\n", OTHER + "nothing.*"),
            List.of(EVENTS, "The lab has ended its stream\\..*"),
            List.of(EVENTS + "event: message\ndata: null\n\n", OTHER + "event: message data: null.*"),
            List.of(EVENTS + "event: state\ndata: {\"began\":1}\n\n", OTHER + "event: state .*"),
            List.of(EVENTS + "event: message\ndata: {oo", "The lab’s stream was cut off\\..*"),
            List.of(
                    EVENTS.replace("\r\n\r\n", "\r\nContent-Length: 99\r\n\r\nevent: me"),
                    "The connection to the lab is lost\\..*"),
            List.of("", "The server can’t be reached\\..*"));

    @ParameterizedTest
    @ValueSource(strings = {"microscope/", "race/"})
    void whateverRespondsThePageSaysSoAndComesBack(String page) throws Exception {
        between = new Interceptor(course.uri().getPort(), "/stream?");
        browser.open(between.uri().resolve(page));
        errors();
        for (var response : RESPONSES) {
            browser.awaitText("#connection", "Connected: .*");
            browser.awaitText("#retry", "");

            between.respond(response.get(0));

            browser.awaitText("#connection", response.get(1));
            browser.awaitText("#retry", "Trying again in \\d+ s\\. Now");
            between.passOn();
        }
        browser.awaitText("#connection", "Connected: .*");
        assertEquals(List.of(), errors(), "errors of the page");
    }

    /** What escapes in the page from now on. */
    private static Object errors() {
        return browser.run("""
                window.errors ??= (() => {
                  const errors = [];
                  addEventListener("error", ({ message }) => errors.push(message));
                  addEventListener("unhandledrejection", ({ reason }) => errors.push(String(reason)));
                  return errors;
                })();
                return errors;
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Sign in",
                "HTTP/1.1 200 OK\r\n\r\nnull",
                "HTTP/1.1 200 OK\r\n\r\n[null]",
                "HTTP/1.1 200 OK\r\n\r\n[{\"name\":1}]",
                "HTTP/1.1 200 OK\r\n\r\n[{\"name\":\"polling\",\"title\":\"1\",\"uri\":\"nowhere\"}]",
                "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n[{\"na",
                "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\n",
                ""
            })
    void withoutTheListOfLessonsTheMicroscopeAsksAgain(String response) throws Exception {
        between = new Interceptor(course.uri().getPort(), "/microscope/lessons HTTP", response).always();

        browser.open(between.uri().resolve("microscope/"));
        browser.awaitText(
                "#connection",
                "(Something other than the lab has responded: .*|The server .*)"
                        + " A saved file can be replayed all the same\\.");
        browser.awaitText("#retry", "Trying again in \\d+ s\\. Now");
        between.passOn();

        browser.awaitText("#connection", "Connected: .*");
    }

    /** A stream that ends at once is no success: the pauses grow. One that begins, and then ends, waits for half a second. */
    @ParameterizedTest
    @CsvSource({"'', 5", "BEGUN, 10"})
    void aStreamThatEndsAtOnceAgainAndAgainIsNotAskedForOften(String events, int atMost) throws Exception {
        between = new Interceptor(course.uri().getPort(), "/stream?", EVENTS + events.replace("BEGUN", BEGUN)).always();
        browser.open(between.uri().resolve("race/"));

        await("the first request", between::requests, requests -> !requests.isEmpty());
        stays("requests in 5 s", Duration.ofSeconds(5), between::requests, requests -> requests.size() <= atMost);

        assertTrue(between.requests().size() >= 2, "it does ask again");
    }

    @Test
    void aButtonEndsThePause() throws Exception {
        between = new Interceptor(
                        course.uri().getPort(),
                        "/stream?",
                        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 900\r\n\r\n")
                .always();
        browser.open(between.uri().resolve("race/"));
        browser.awaitText("#retry", "Trying again in 90\\d s\\. Now");
        between.passOn();

        browser.find("#retry button").click();

        browser.awaitText("#connection", "Connected: .*");
    }

    /** The lab has asked for the pause: only the learner may end it. */
    @Test
    void wakingUpDoesNotEndAPauseThatTheLabHasAskedFor() throws Exception {
        between = new Interceptor(
                        course.uri().getPort(),
                        "/stream?",
                        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 900\r\n\r\n")
                .always();
        browser.open(between.uri().resolve("race/"));
        browser.awaitText("#retry", "Trying again in 90\\d s\\. Now");

        browser.offlineWhile(() -> {});

        stays("requests", Duration.ofSeconds(1), between::requests, requests -> requests.size() == 1);
    }

    @Test
    void aPageThatIsOnlineAgainEndsThePause() throws Exception {
        between = new Interceptor(course.uri().getPort(), "/stream?", "HTTP/1.1 502 Bad Gateway\r\n\r\n").always();
        browser.open(between.uri().resolve("race/"));
        await(
                "a long pause",
                () -> {
                    browser.run("document.querySelector('#retry button').click()");
                    return browser.text("#retry");
                },
                text -> text.matches("Trying again in (1[5-9]|[2-3]\\d) s\\. Now"));
        between.passOn();
        long began = System.nanoTime();

        browser.offlineWhile(() -> {});

        browser.awaitText("#connection", "Connected: .*");
        assertTrue(System.nanoTime() - began < 14e9, "it should not wait for the end of the pause");
    }

    @ParameterizedTest
    @ValueSource(strings = {"microscope/?lesson=polling", "race/"})
    void aStreamThatSaysNothingIsLeftAndAnotherOneOpened(String page) throws Exception {
        between = new Interceptor(course.uri().getPort(), "/stream?", EVENTS + BEGUN + Interceptor.OPEN);

        browser.open(between.uri().resolve(page));

        browser.awaitText("#connection", "Nothing was heard from the lab for 5 s\\..*");
        browser.awaitText("#connection", "Connected: .*");
        assertEquals(2, between.requests().size(), "requests");
    }

    @Test
    void aFrozenPageLetsItsStreamGoAndGoesOnAtItsCursorWhenItThaws() {
        browser.open(course.uri().resolve("microscope/?lesson=streaming"));
        browser.awaitText("#connection", "Connected: .*");
        awaitEqual("open streams", 1, () -> course.streams().count());

        var seen = new AtomicLong();
        browser.frozenWhile(() -> {
            awaitEqual(
                    "open streams while the page is frozen",
                    0,
                    () -> course.streams().count());
            seen.set(newest());
            awaitEqual("messages that pass meanwhile", true, () -> newest() > seen.get() + 20);
        });

        awaitEqual("open streams", 1, () -> course.streams().count());
        await("what has passed meanwhile to be drawn", () -> numbers(), numbers -> numbers.contains(seen.get() + 20));
        var numbers = numbers();
        assertEquals(numbers.stream().distinct().sorted().toList(), numbers, "each once, and in their order");
        assertEquals("", browser.text("#notice"));
    }

    /** The number of the newest message of lesson 3. */
    private long newest() {
        return course.transcript().after("streaming", 0, Integer.MAX_VALUE).messages().stream()
                .mapToLong(message -> message.number())
                .max()
                .orElse(0);
    }

    @SuppressWarnings("unchecked")
    private static List<Long> numbers() {
        return (List<Long>) browser.run("""
                return [...document.querySelectorAll("#diagram .message")].map(({ id }) => Number(id.replace("message-", "")))""");
    }

    @Test
    void aPageThatTheBrowserHasKeptGoesOnWhenTheLearnerComesBack() {
        browser.open(course.uri().resolve("microscope/?lesson=polling"));
        browser.awaitText("#connection", "Connected: .*");

        browser.open(URI.create("about:blank"));
        awaitEqual("open streams", 0, () -> course.streams().count());
        browser.back();

        browser.awaitText("#connection", "Connected: .*");
        awaitEqual("open streams", 1, () -> course.streams().count());
    }

    /** Times are measured with clocks that cannot be set. */
    @Test
    void whoSetsTheClockBackSeesNoNegativeTimes() {
        browser.open(course.uri().resolve("microscope/?lesson=long-polling"));
        browser.awaitText("#connection", "Connected: .*");

        browser.setClock(Duration.ofHours(-1));

        course.lessons().get(1).tap().faults(new Faults(0, 20_000, false, 0, 0, 0));
        browser.awaitText("#held", "Being held now: .*, for \\d\\d?\\.\\d s\\..*");
        assertTrue(!browser.text("#held").contains("-"), browser.text("#held"));
    }

    @Test
    void aLabThatWasStartedAnewIsShownFromItsBeginning() throws Exception {
        between = new Interceptor(course.uri().getPort(), "/stream?", EVENTS + BEGUN + message(900) + message(901));
        browser.open(between.uri().resolve("microscope/?lesson=polling"));

        await(
                "the messages of the other lab to vanish",
                ComingBackTest::numbers,
                numbers -> !numbers.isEmpty() && !numbers.contains(900L) && numbers.get(0) < 900);
        assertTrue(
                between.requests().get(1).matches("GET /stream\\?lab=1&polling=901 HTTP/1.1"),
                between.requests().get(1));
    }

    private static String message(int number) {
        return String.format(
                ROOT,
                "event: message\ndata: {\"number\":%d,\"lesson\":\"polling\",\"connection\":1,\"direction\":\"up\",\"time\":1,"
                        + "\"kind\":\"raw\",\"line\":\"old\",\"respondsTo\":0,\"payload\":0,\"overhead\":4,\"bytes\":\"R0VUIA==\","
                        + "\"fields\":[]}\n\n",
                number);
    }
}
