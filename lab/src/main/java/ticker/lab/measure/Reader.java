package ticker.lab.measure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One reader: its cursor, its connection if there is one, and the time of its next deed. Only the loop's thread calls it. */
final class Reader implements Talk.Listener {
    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);

    private final Readers loop;
    private SocketChannel channel;
    private SelectionKey key;
    private Talk talk;
    private ByteBuffer unsent;
    private Price last; // the newest price it has
    private long beat; // when the next poll is due
    private long due; // when the loop shall wake it, in System.nanoTime()
    private boolean timed;
    private boolean connecting;
    private long begun;
    private long cut;
    private boolean brought; // something, by the answer at hand
    private long arrival; // of the bytes at hand, in microseconds since the epoch

    Reader(Readers loop, long start) {
        this.loop = loop;
        this.beat = start;
        schedule(start);
    }

    // ---- Time ----

    long due() {
        return due;
    }

    private void schedule(long time) {
        if (!timed) {
            timed = true;
            due = time;
            loop.remember(this);
        }
    }

    /** Its time has come: connect, or ask again. */
    void wake(long now) {
        timed = false;
        if (channel == null) {
            loop.connect(this);
        } else {
            loop.book().late(now - due, 1);
            attempt(this::ask);
        }
    }

    private long nextBeat() {
        long now = System.nanoTime();
        long interval = loop.interval();
        beat += interval * Math.max(1, (now - beat + interval) / interval); // beats that are over are left out
        return Math.min(beat, now + interval);
    }

    // ---- The connection ----

    void connect(int port) {
        if (begun == 0) {
            begun = System.nanoTime();
        }
        connecting = true;
        talk = Talk.of(loop.technique(), port);
        attempt(() -> {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean connected = channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            key = loop.register(channel, this);
            if (connected) {
                connected();
            }
        });
    }

    /** Something can be done without waiting. */
    void ready() {
        attempt(() -> {
            if (key.isConnectable() && channel.finishConnect()) {
                connected();
            } else if (key.isWritable()) {
                flush();
            } else if (key.isReadable()) {
                read();
            }
        });
    }

    private interface Deed {
        void run() throws IOException;
    }

    /** Whatever goes wrong on a connection ends it. */
    private void attempt(Deed deed) {
        try {
            deed.run();
        } catch (IOException | RuntimeException failure) {
            fail(failure.getMessage());
        }
    }

    private void connected() throws IOException {
        settled(1);
        key.interestOps(SelectionKey.OP_READ);
        ask();
    }

    private void settled(int open) {
        connecting = false;
        loop.connected(open);
    }

    private void fail(String sentence) {
        loop.book().error(String.valueOf(sentence));
        hangUp();
        schedule(System.nanoTime() + RETRY + ThreadLocalRandom.current().nextLong(RETRY));
    }

    /** Cuts the connection. The reader comes back at once, or with its next poll. */
    void cut() {
        if (channel != null) {
            hangUp();
            cut = System.nanoTime();
            schedule(loop.technique() == Technique.POLLING ? nextBeat() : cut);
        }
    }

    void hangUp() {
        if (connecting) {
            settled(0);
        } else if (channel != null) {
            loop.disconnected();
        }
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException lost) {
            loop.book().error(lost.getMessage());
        }
        channel = null;
        unsent = null;
    }

    // ---- Bytes ----

    private void ask() throws IOException {
        loop.book().request();
        say(talk.request(last == null ? 0 : last.seq()));
    }

    @Override
    public void say(byte[] bytes) throws IOException {
        var all = ByteBuffer.allocate((unsent == null ? 0 : unsent.remaining()) + bytes.length);
        if (unsent != null) {
            all.put(unsent);
        }
        unsent = all.put(bytes).flip();
        flush();
    }

    private void flush() throws IOException {
        loop.book().up(channel.write(unsent));
        if (unsent.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        } else {
            unsent = null;
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private void read() throws IOException {
        var in = loop.buffer();
        int count = channel.read(in);
        var now = Instant.now();
        arrival = 1_000_000 * now.getEpochSecond() + now.getNano() / 1000;
        if (count < 0) {
            fail("The server ended the connection.");
        } else {
            loop.book().down(count);
            talk.take(in.flip(), this);
        }
    }

    // ---- Messages ----

    @Override
    public void heard(byte[] json) {
        var message = loop.parse(json);
        var prices = message.prices();
        if (prices.isEmpty()) {
            return; // a sign of life
        }
        brought = true;
        var newest = prices.get(prices.size() - 1);
        if (last == null) {
            loop.book().firstPrice(System.nanoTime() - begun);
        } else {
            news(message, json.length);
        }
        last = newest;
        loop.saw(prices);
    }

    private void news(Message message, int length) {
        if (cut != 0) {
            loop.book().recovered(System.nanoTime() - cut);
            cut = 0;
        }
        long seen = last.seq();
        var news = message.prices();
        if (news.get(0).seq() <= seen) {
            news = news.stream().filter(price -> price.seq() > seen).toList();
        }
        if (!news.isEmpty()) {
            loop.book().arrived(last, news, arrival, length);
        }
    }

    @Override
    public void answered() throws IOException {
        loop.book().answer(brought);
        brought = false;
        if (loop.technique() == Technique.POLLING) {
            schedule(nextBeat());
        } else {
            ask();
        }
    }
}
