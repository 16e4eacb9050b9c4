package ticker.streaming;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.streaming.Await.awaitResult;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** A server in a process of its own, with so little heap that it would end if a stream cost much. */
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
        var streams = new ArrayList<Socket>();
        try {
            var line = awaitResult("the line that says where the server is", server.inputReader()::readLine);
            var uri = URI.create(line.replaceFirst(".*(http://[^ ]*).*", "$1"));
            for (int i = 0; i < 10_000; i++) {
                streams.add(open(uri.getPort()));
            }

            for (int i = 0; i < 10_000; i++) {
                assertEquals("HTTP/1.1 200 OK", status(streams.get(i)), "the response to client " + i);
            }
            assertTrue(server.isAlive(), "the server has ended: its heap was too small");
        } finally {
            for (var stream : streams) {
                stream.close();
            }
            server.destroyForcibly();
        }
    }

    private static Socket open(int port) throws IOException {
        var stream = new Socket();
        stream.setSoTimeout((int) Await.LIMIT.toMillis());
        stream.connect(new InetSocketAddress("localhost", port));
        stream.getOutputStream().write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
        return stream;
    }

    private static String status(Socket stream) throws IOException {
        try {
            return new String(stream.getInputStream().readNBytes(15));
        } catch (SocketTimeoutException late) {
            return String.format(ROOT, "nothing for %d s", Await.LIMIT.toSeconds());
        }
    }
}
