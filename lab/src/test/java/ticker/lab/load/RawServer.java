package ticker.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** A server of plain sockets that sends what a script says, and counts the bytes that it reads and writes itself. */
public final class RawServer implements AutoCloseable {
    /** What it does with a connection. */
    public interface Script {
        void play(RawServer server, InputStream in, OutputStream out) throws IOException;
    }

    private final ServerSocket listener;
    private final Script script;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong written = new AtomicLong();

    public RawServer(Script script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "raw server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            return; // the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.play(this, socket.getInputStream(), socket.getOutputStream());
            socket.getInputStream().read(); // until the client leaves
        } catch (IOException left) {
            return; // so did the client
        }
    }

    /** Reads one request without a body. */
    public void readRequest(InputStream in) throws IOException {
        for (int seen = 0; seen != 0x0d0a0d0a; ) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The client left.");
            }
            read.incrementAndGet();
            seen = seen << 8 | next;
        }
        requests.incrementAndGet();
    }

    public void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(US_ASCII));
        written.addAndGet(text.length());
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many requests it has read to their ends. */
    public long requests() {
        return requests.get();
    }

    public long read() {
        return read.get();
    }

    public long written() {
        return written.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
