package ticker.lab.race;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitResult;

import io.undertow.Undertow;
import io.undertow.util.SameThreadExecutor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpectatorTest {
    private static final int EVENTS = 200;
    private static final int SIZE = 100_000; // together more than what waits in sockets

    private final AtomicLong nanos = new AtomicLong();
    private final CompletableFuture<Spectator> arrival = new CompletableFuture<>();
    private final Undertow server = Undertow.builder()
            .addHttpListener(0, "localhost")
            .setHandler(exchange -> exchange.dispatch(
                    SameThreadExecutor.INSTANCE, () -> arrival.complete(new Spectator(exchange, nanos::get))))
            .build();
    private Socket page;
    private Spectator spectator;

    @BeforeEach
    void open() throws Exception {
        server.start();
        var address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        page = new Socket("localhost", address.getPort());
        page.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        spectator = await("the request at the server", arrival);
    }

    @AfterEach
    void stop() throws IOException {
        page.close();
        server.stop();
    }

    @Test
    void aPageThatReadsGetsEveryState() throws Exception {
        var lines = new BufferedReader(new InputStreamReader(page.getInputStream(), US_ASCII));

        for (int i = 0; i < 20; i++) {
            showWhenIdle(i);
            assertEquals(i, next(lines));
        }
    }

    @Test
    void aPageThatDoesNotReadMissesStatesAndThenGetsTheNewest() throws Exception {
        for (int i = 0; i < EVENTS; i++) {
            spectator.show(event(i));
        }

        var lines = new BufferedReader(new InputStreamReader(page.getInputStream(), US_ASCII));
        var seen = new ArrayList<>(List.of(next(lines)));
        CompletableFuture.runAsync(() -> showWhenIdle(EVENTS)); // which it is only when enough has been read
        while (seen.get(seen.size() - 1) < EVENTS) {
            seen.add(next(lines));
        }
        assertTrue(seen.size() < EVENTS, "it should miss some of %d states, not get %d".formatted(EVENTS, seen.size()));
    }

    @Test
    void aPageThatTakesNothingForTenSecondsIsHungUpOn() throws Exception {
        assertTrue(spectator.show(new byte[EVENTS * SIZE]), "a write that can't end before the page reads");

        nanos.addAndGet(10_000_000_001L);
        assertFalse(spectator.show(event(1)));

        var in = page.getInputStream();
        awaitResult("the end of the connection", () -> in.transferTo(OutputStream.nullOutputStream()));
    }

    private void showWhenIdle(int number) {
        await("a state to be sent", () -> spectator.show(event(number)), sent -> sent);
    }

    private static byte[] event(int number) {
        return "data: %d %s\n\n".formatted(number, "x".repeat(SIZE)).getBytes(US_ASCII);
    }

    private static int next(BufferedReader lines) throws Exception {
        return awaitResult("the next state", () -> read(lines));
    }

    private static int read(BufferedReader lines) throws IOException {
        for (String line; (line = lines.readLine()) != null; ) {
            if (line.startsWith("data: ")) {
                return Integer.parseInt(line.split(" ")[1]);
            }
        }
        throw new IOException("The stream has ended.");
    }
}
