package ticker.longpolling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.undertow.Undertow;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import javax.management.JMException;
import javax.management.ObjectName;

/** Clients that leave as soon as they have come, and what the server keeps of them. */
final class LeavingClients {
    private static final int IO_THREADS = 2;
    private static final int WORKERS = 4;

    /** Each thread of the server's pools keeps its first task, and so may keep a client. */
    static final int THREADS = IO_THREADS + WORKERS;

    private LeavingClients() {}

    /** A server on any free port, with {@link #THREADS} threads. */
    static Undertow.Builder listen() {
        return Undertow.builder()
                .addHttpListener(0, "localhost")
                .setIoThreads(IO_THREADS)
                .setWorkerThreads(WORKERS);
    }

    /** What a client does between its request and its end. */
    interface Leave {
        void leave(Socket client) throws IOException;
    }

    /** They reset their connections. */
    static void reset(URI server, String request) throws IOException {
        leave(server, request, client -> client.setSoLinger(true, 0));
    }

    /** They leave 0 to 5 ms after their requests, so that the server is met in each of its states. */
    static void leave(URI server, String request, Leave leave) throws IOException {
        for (int micros = 0; micros < 5000; micros += 10) {
            try (var client = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
                client.getOutputStream().write(request.getBytes(ISO_8859_1));
                long sent = System.nanoTime();
                while (System.nanoTime() - sent < micros * 1000L) {
                    Thread.onSpinWait();
                }
                leave.leave(client);
            }
        }
    }

    /** How many of so many clients at once are not refused for want of a place. */
    static int welcome(URI server, String request, int clients) throws IOException {
        var wires = new ArrayList<Wire>();
        try {
            for (int i = 0; i < clients; i++) {
                wires.add(new Wire(server));
                wires.get(i).send(request);
            }
            int welcome = 0;
            for (var wire : wires) {
                welcome += wire.receive("\r\n").startsWith("HTTP/1.1 503 ") ? 0 : 1;
            }
            return welcome;
        } finally {
            for (var wire : wires) {
                wire.close();
            }
        }
    }

    /** How many objects of a class are in the heap of this JVM after a collection. */
    static int live(String type) throws JMException {
        var histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(line -> line.length > 3 && line[3].equals(type))
                .mapToInt(line -> Integer.parseInt(line[1]))
                .sum();
    }
}
