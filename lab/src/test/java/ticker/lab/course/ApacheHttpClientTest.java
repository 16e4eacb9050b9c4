package ticker.lab.course;

import static java.util.Locale.ROOT;
import static org.apache.hc.client5.http.cache.CacheResponseStatus.CACHE_MISS;
import static org.apache.hc.client5.http.cache.CacheResponseStatus.VALIDATED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;

import io.undertow.Undertow;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import org.apache.hc.client5.http.cache.CacheResponseStatus;
import org.apache.hc.client5.http.cache.HttpCacheContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.cache.CachingHttpClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ticker.lab.relay.Tap;
import ticker.longpolling.LongPollingServer;
import ticker.longpolling.Options;
import ticker.polling.PollingServer;

/** Lessons 1 and 2 with an HTTP client and a cache that others wrote: no code of ours judges our HTTP here. */
class ApacheHttpClientTest {
    private static final long HOLD_TIME = 200; // milliseconds
    private static final String ACME =
            "{\"seq\":1,\"quotes\":[{\"seq\":1,\"symbol\":\"ACME\",\"price\":101.25,\"time\":1000}]}";
    private static final String BRIO =
            "{\"seq\":2,\"quotes\":[{\"seq\":2,\"symbol\":\"BRIO\",\"price\":55.00,\"time\":2000}]}";
    private static final String BOTH = ACME.replace("{\"seq\":1,\"quotes\"", "{\"seq\":2,\"quotes\"")
            .replace("]}", ",{\"seq\":2,\"symbol\":\"BRIO\",\"price\":55.00,\"time\":2000}]}");

    private final CloseableHttpClient client = CachingHttpClients.createMemoryBound();
    private final Set<Integer> connections = ConcurrentHashMap.newKeySet();
    private final ObservedText wire = new ObservedText();

    /** What the client makes of a response. */
    private record Reply(int status, CacheResponseStatus cache, String body) {}

    @AfterEach
    void close() throws IOException {
        client.close();
    }

    @Test
    void theCacheKeepsTheBoardAndLetsTheServerConfirmItUntilAPriceMoves() throws Exception {
        var market = new ticker.polling.Market(0);
        market.move("ACME", 101_25, 1000);
        try (var server = new PollingServer(0, market);
                var tap = tap(server.uri().getPort())) {
            assertEquals(new Reply(200, CACHE_MISS, ACME), get(tap, "/quotes"), "the cache is empty");
            assertEquals(new Reply(200, VALIDATED, ACME), get(tap, "/quotes"), "nothing has moved");

            market.move("BRIO", 55_00, 2000);

            assertEquals(BOTH, get(tap, "/quotes").body(), "the board has changed");
            assertEquals(new Reply(200, VALIDATED, BOTH), get(tap, "/quotes"), "nothing has moved since");
            assertEquals(Set.of(1), connections, "the connections that it needed");
        }
    }

    @Test
    void aPollWithACursorAsksTheServerEachTime() throws Exception {
        var market = new ticker.polling.Market(0);
        market.move("ACME", 101_25, 1000);
        try (var server = new PollingServer(0, market);
                var tap = tap(server.uri().getPort())) {
            assertEquals(new Reply(200, CACHE_MISS, ACME), get(tap, "/quotes?after=0"));
            assertEquals(new Reply(204, CACHE_MISS, ""), get(tap, "/quotes?after=1"));

            market.move("BRIO", 55_00, 2000);

            assertEquals(new Reply(200, CACHE_MISS, BRIO), get(tap, "/quotes?after=1"), "no cache has kept the 204");
            assertEquals(new Reply(200, CACHE_MISS, BOTH), get(tap, "/quotes?after=0"), "no cache has kept the 200");
            assertEquals(Set.of(1), connections, "the connections that it needed");
        }
    }

    @Test
    void heldRequestsFollowEachOtherOnOneConnectionAndMissNothing() throws Exception {
        var market = new ticker.longpolling.Market(0);
        try (var server = new LongPollingServer(0, market);
                var tap = tap(server.uri().getPort())) {
            for (int cursor = 0; cursor < 20; cursor++) {
                var path = String.format(ROOT, "/quotes?after=%d", cursor);
                var reply = new FutureTask<>(() -> get(tap, path));
                new Thread(reply, "client").start();
                wire.awaitRequest(path);
                assertFalse(reply.isDone(), "there is no price yet");

                market.move("ACME", 101_25, 1000);

                var next = ACME.replace("\"seq\":1,", String.format(ROOT, "\"seq\":%d,", cursor + 1));
                assertEquals(new Reply(200, CACHE_MISS, next), await("the response to " + path, reply));
            }
            assertEquals(Set.of(1), connections, "the connections that it needed");
        }
    }

    @Test
    void aHoldTimeThatIsOverIsA204AndTheNextRequestIsHeldAgain() throws Exception {
        var market = new ticker.longpolling.Market(0);
        market.move("ACME", 101_25, 1000);
        var listeners = Undertow.builder().addHttpListener(0, "localhost");
        try (var server = new LongPollingServer(listeners, market, new Options(1, HOLD_TIME));
                var tap = tap(server.uri().getPort())) {
            for (int i = 0; i < 2; i++) {
                long began = System.nanoTime();
                assertEquals(new Reply(204, CACHE_MISS, ""), get(tap, "/quotes?after=1"), "nothing has moved");
                long millis = (System.nanoTime() - began) / 1_000_000;
                assertTrue(millis >= HOLD_TIME, () -> String.format(ROOT, "held for %d ms only", millis));
            }
            market.move("BRIO", 55_00, 2000);

            assertEquals(new Reply(200, CACHE_MISS, BRIO), get(tap, "/quotes?after=1"), "no cache has kept the 204");
            assertEquals(Set.of(1), connections, "the connections that it needed");
        }
    }

    private Tap tap(int server) {
        return new Tap(0, server, connection -> {
            connections.add(connection);
            return wire;
        });
    }

    private Reply get(Tap tap, String path) throws IOException {
        var context = HttpCacheContext.create();
        return client.execute(new HttpGet(tap.uri().resolve(path)), context, response -> {
            var body = response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity());
            return new Reply(response.getCode(), context.getCacheResponseStatus(), body);
        });
    }
}
