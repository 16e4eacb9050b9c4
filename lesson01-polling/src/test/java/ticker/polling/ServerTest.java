package ticker.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.polling.Await.await;
import static ticker.polling.Await.awaitEqual;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Isolated, because it reads what the libraries log. */
@Isolated
class ServerTest {
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add("%s %s".formatted(entry.getMessage(), entry.getThrown()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(log);
    }

    @Test
    void aServerThatStopsWhileItAcceptsClientsLogsNothing() throws Exception {
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var server = new Server(Server.listenOn(0).setIoThreads(1), exchange -> {
            entered.countDown();
            leave.await();
        });
        int port = server.uri().getPort();
        var clients = new ArrayList<Socket>();
        try (var busy = new Wire(server.uri())) {
            busy.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            entered.await(); // from here on its only I/O thread is busy, and accepted clients wait for it
            for (int i = 0; i < 8; i++) {
                clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }

            var closed = CompletableFuture.runAsync(server::close);
            awaitEqual("the port", "closed", () -> connect(port));
            leave.countDown();

            await("the end of the server", closed);
            assertEquals(List.of(), logged, "lines in the log of a server that stops");
        } finally {
            leave.countDown();
            for (var client : clients) {
                client.close();
            }
        }
    }

    /** A test that runs with all rights can't be refused a port for want of them. */
    @ParameterizedTest
    @CsvSource({
        "Permission denied, This port needs special rights.",
        "Keine Berechtigung, The port can't be used: Keine Berechtigung.",
    })
    void aPortThatCannotBeHadHasItsTrueReason(String system, String reason) {
        assertEquals(
                reason + " -Dport=N chooses another one, -Dport=0 any that is free.",
                Server.reason(new BindException(system)));
    }

    @Test
    void aPortThatTheSystemChoosesIsOursInIpv4Only() {
        try (var server = new PollingServer(0, new Market(0))) {
            assertThrows(IOException.class, () -> new Socket("::1", server.uri().getPort()).close());
        }
    }

    @Test
    void aChosenPortIsOursInBothFamiliesOfAddresses() throws Exception {
        try (var server = new PollingServer(freePort(), new Market(0))) {
            for (var address : Server.hasIpv6() ? List.of("127.0.0.1", "::1") : List.of("127.0.0.1")) {
                try (var socket = new Socket(address, server.uri().getPort())) {
                    assertTrue(socket.isConnected(), address);
                }
            }
        }
    }

    @Test
    void anotherProgramOnThePortInIpv6HasTakenIt() throws Exception {
        if (!Server.hasIpv6()) {
            return; // then no browser can find another program there
        }
        try (var other = new ServerSocket(freePort(), 1, InetAddress.getByName("::1"))) {
            var refusal = assertThrows(
                    IllegalArgumentException.class, () -> new PollingServer(other.getLocalPort(), new Market(0)));

            assertEquals(
                    "The port is taken. -Dport=N chooses another one, -Dport=0 any that is free.",
                    refusal.getMessage());
            awaitEqual("the same port in IPv4", "closed", () -> connect(other.getLocalPort()));
        }
    }

    private static int freePort() throws IOException {
        try (var any = new ServerSocket(0)) { // of all addresses
            return any.getLocalPort();
        }
    }

    private static String connect(int port) {
        try (var socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected() ? "open" : "closed";
        } catch (IOException refused) {
            return "closed";
        }
    }
}
