package ticker.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.handshake.Await.awaitEqual;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How many connections a server can have. A connection is two addresses and two ports, and one of the four must differ. */
class PortsTest {
    private static final String HANDSHAKE = Handshake.request("localhost", "/quotes", "dGhlIHNhbXBsZSBub25jZQ==");

    private final HandshakeServer server = new HandshakeServer(0, new Market(0));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisabledOnOs(value = OS.MAC, disabledReason = "macOS has 127.0.0.1 only, unless others are added by hand")
    void twoClientsWithTheSamePortHaveAConnectionEachToOnePortOfTheServer() throws Exception {
        try (var first = connect("127.0.0.2", 0);
                var second = connect("127.0.0.3", first.getLocalPort())) {
            assertEquals(first.getLocalPort(), second.getLocalPort(), "the port of both clients");
            assertEquals(first.getPort(), second.getPort(), "the port of the server");

            for (var client : new Socket[] {first, second}) {
                client.getOutputStream().write(HANDSHAKE.getBytes(ISO_8859_1));
                assertEquals("HTTP/1.1 101 ", new String(client.getInputStream().readNBytes(13), ISO_8859_1));
            }

            awaitEqual("connections that are open at once", 2, server::connections);
        }
    }

    private Socket connect(String address, int port) throws IOException {
        var client = new Socket();
        client.setSoTimeout((int) Await.LIMIT.toMillis());
        client.bind(new InetSocketAddress(address, port));
        client.connect(new InetSocketAddress(
                InetAddress.getByName("127.0.0.1"), server.uri().getPort()));
        return client;
    }
}
