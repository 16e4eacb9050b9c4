package ticker.lab.course;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Opens one connection after the other to a lesson and leaves each in one of five ways. */
final class Leaver implements AutoCloseable {
    private enum Way {
        CLOSE,
        RESET,
        HALF_A_REQUEST,
        STOP_READING,
        END_OF_OUTPUT
    }

    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");
    private static final String AFTER = "after=NEWEST";
    private static final int KEPT = 20; // connections that are open and not read from, until the oldest is closed

    private final int port;
    private final List<String> requests;
    private final Random random = new Random(7);
    private final Deque<Socket> kept = new ArrayDeque<>();
    private int left;

    /** Sends any of these requests. {@code after=NEWEST} in one gets the cursor that another request has brought. */
    Leaver(int port, List<String> requests) {
        this.port = port;
        this.requests = requests;
    }

    /** How many clients have left. */
    int left() {
        return left;
    }

    /** One client comes, and leaves. */
    void next() throws IOException {
        var way = Way.values()[left % Way.values().length];
        var socket = new Socket();
        if (way == Way.STOP_READING) {
            socket.setReceiveBufferSize(4096); // little is sent until the server's writes have to wait
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(5000);
        try {
            leave(socket, way);
        } catch (IOException theServerWasFirst) {
            socket.close(); // the server may close in the middle of a request, and after one that it refuses
        }
        left++;
    }

    private void leave(Socket socket, Way way) throws IOException {
        var request = request(socket).getBytes(ISO_8859_1);
        int length = way == Way.HALF_A_REQUEST ? 1 + random.nextInt(request.length - 1) : request.length;
        socket.getOutputStream().write(Arrays.copyOf(request, length));
        switch (way) {
            case CLOSE -> {
                pause();
                socket.getInputStream().skipNBytes(socket.getInputStream().available()); // unread bytes make it a reset
                socket.close();
            }
            case RESET -> {
                pause();
                socket.setSoLinger(true, 0);
                socket.close();
            }
            case HALF_A_REQUEST -> {
                pause();
                socket.close();
            }
            case STOP_READING -> keep(socket);
            case END_OF_OUTPUT -> {
                socket.shutdownOutput();
                keep(socket);
            }
        }
    }

    /** No time, or a random one up to 5 ms: so the server is met in every state, and often before it has responded. */
    private void pause() {
        if (random.nextBoolean()) {
            LockSupport.parkNanos(MICROSECONDS.toNanos(random.nextInt(5000)));
        }
    }

    private void keep(Socket socket) throws IOException {
        kept.add(socket);
        if (kept.size() > KEPT) {
            kept.remove().close();
        }
    }

    private String request(Socket socket) throws IOException {
        var request = requests.get(random.nextInt(requests.size()));
        return request.contains(AFTER) ? request.replace(AFTER, "after=" + newest(socket)) : request;
    }

    /** The cursor to be held with: a first request brings it, on the same connection. */
    private static String newest(Socket socket) throws IOException {
        socket.getOutputStream().write("GET /quotes HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
        var response = new StringBuilder();
        while (response.indexOf("]}") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("The server has hung up.");
            }
            response.append((char) next);
        }
        var seq = SEQ.matcher(response);
        return seq.find() ? seq.group(1) : "0";
    }

    /** Does this for so long, at most a hundred times a second. */
    void run(long seconds) throws IOException {
        long end = System.nanoTime() + seconds * 1_000_000_000;
        while (System.nanoTime() < end) {
            next();
            LockSupport.parkNanos(MILLISECONDS.toNanos(10));
        }
    }

    @Override
    public void close() throws IOException {
        while (!kept.isEmpty()) {
            kept.remove().close();
        }
    }
}
