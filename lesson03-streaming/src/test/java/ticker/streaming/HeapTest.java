package ticker.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** A server in a process of its own, with so little heap that it would die if a stream cost much. */
class HeapTest {
    @Test
    void tenThousandIdleStreamsFitIntoAHeapOf80Megabytes() throws Exception {
        var server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx80m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dport=0",
                        "-Drate=0.1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StreamingServer.class.getName())
                .redirectErrorStream(true)
                .start();
        var streams = new ArrayList<SocketChannel>();
        try (var output = server.inputReader()) {
            var uri = URI.create(output.readLine().replaceFirst(".*(http://[^ ]*).*", "$1"));
            var request = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes();
            for (int i = 0; i < 10_000; i++) {
                var stream = SocketChannel.open(new InetSocketAddress("localhost", uri.getPort()));
                stream.write(ByteBuffer.wrap(request));
                streams.add(stream);
            }

            for (var stream : streams) {
                var head = ByteBuffer.allocate(15);
                while (head.hasRemaining() && stream.read(head) >= 0) {}
                assertEquals("HTTP/1.1 200 OK", new String(head.array()));
            }
            assertTrue(server.isAlive());
        } finally {
            for (var stream : streams) {
                stream.close();
            }
            server.destroyForcibly();
        }
    }
}
