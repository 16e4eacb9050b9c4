package ticker.lab.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import ticker.lab.Await;

/** A client of an event stream that reads when the test tells it to. */
public final class EventStreamClient implements AutoCloseable {
    private final Socket socket = new Socket();
    private final BufferedReader lines;
    private String last = ""; // of the lines that are not blank

    /** Asks a server of this machine, and reads the head of its response. */
    public EventStreamClient(int port, String path) throws IOException {
        socket.setReceiveBufferSize(8192);
        socket.setSoTimeout((int) Await.LIMIT.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .formatted(path)
                        .getBytes(UTF_8));
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        while (!line().isEmpty()) {
            // the head
        }
        var retry = next();
        if (!retry.equals("retry: 1000")) {
            throw new AssertionError("The stream begins with: " + retry);
        }
    }

    /** The next event, all its lines. */
    public String next() throws IOException {
        var event = new ArrayList<String>();
        for (String line; !(line = line()).isEmpty(); ) {
            event.add(line);
        }
        return String.join("\n", event);
    }

    private String line() throws IOException {
        try {
            var line = lines.readLine();
            if (line == null) {
                throw new AssertionError("The stream has ended. Its last line: " + last);
            }
            last = line.isEmpty() ? last : line;
            return line;
        } catch (SocketTimeoutException late) {
            throw new AssertionError(
                    String.format(
                            ROOT,
                            "Waited %d s for the next line of the stream. The last one: %s",
                            Await.LIMIT.toSeconds(),
                            last),
                    late);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
