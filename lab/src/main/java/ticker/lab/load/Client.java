package ticker.lab.load;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One reader: its cursor, its connection if there is one, and the time of its next deed. Only the loop's thread calls it. */
final class Client implements Protocol.Listener {
    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);

    private final Clients loop;
    private final Cursor cursor = new Cursor();
    private ClientSocket wire;
    private Protocol talk;
    private boolean connecting;
    private boolean brought; // something, by the answer at hand
    private long arrival; // of the bytes at hand, in microseconds since the epoch
    private long beat; // when the next poll is due
    private long due; // when the loop shall wake it, in System.nanoTime()
    private boolean timed;

    Client(Clients loop, long start) {
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

    /** Its time comes no later than this. */
    void hurry(long latest) {
        due = Math.min(due, latest);
        beat = Math.min(beat, latest);
    }

    /** Its time has come: connect, or ask again. */
    void wake(long now) {
        timed = false;
        if (wire == null) {
            loop.letConnect(this);
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

    private interface Deed {
        void run() throws IOException;
    }

    /** Whatever goes wrong on a connection ends it. */
    private void attempt(Deed deed) {
        try {
            deed.run();
        } catch (IOException | RuntimeException failure) {
            loop.book().error(String.valueOf(failure.getMessage()));
            hangUp();
            schedule(System.nanoTime() + RETRY + ThreadLocalRandom.current().nextLong(RETRY));
        }
    }

    void connect() {
        connecting = true;
        cursor.connecting();
        attempt(() -> {
            talk = loop.talk();
            wire = loop.wire(this);
            goOn();
        });
    }

    /** Something can be done without waiting. */
    void ready() {
        attempt(() -> {
            if (wire.isConnectable()) {
                goOn();
            } else if (wire.isReadable()) {
                read();
            } else {
                loop.book().up(wire.flush());
            }
        });
    }

    private void goOn() throws IOException {
        if (wire.connect()) {
            connecting = false;
            loop.connected(true);
            ask();
        }
    }

    /** Cuts the connection. The reader comes back at once, or with its next poll. */
    void cut() {
        if (wire != null) {
            hangUp();
            cursor.cut();
            schedule(loop.technique() == Technique.POLLING ? nextBeat() : System.nanoTime());
        }
    }

    void hangUp() {
        if (connecting) {
            connecting = false;
            loop.connected(false);
        } else if (wire != null) {
            loop.disconnected();
        }
        close();
    }

    private void close() {
        try {
            if (wire != null) {
                wire.close();
            }
        } catch (IOException failure) {
            loop.book().error(String.valueOf(failure.getMessage()));
        }
        wire = null;
    }

    // ---- What is said and heard ----

    private void ask() throws IOException {
        loop.book().request();
        say(talk.request(cursor.seq()));
    }

    @Override
    public void say(byte[] bytes) throws IOException {
        loop.book().up(wire.send(bytes));
    }

    private void read() throws IOException {
        var in = loop.buffer();
        int count = wire.read(in);
        var now = Instant.now();
        arrival = 1_000_000 * now.getEpochSecond() + now.getNano() / 1000;
        if (count < 0) {
            throw new IOException("The server ended the connection.");
        }
        loop.book().down(count);
        talk.take(in.flip(), this);
    }

    @Override
    public void heard(byte[] json) {
        var message = loop.parse(json);
        if (!message.prices().isEmpty()) { // else it is a sign of life
            brought = true;
            cursor.take(message, arrival, json.length, loop.book());
            loop.saw(message.prices());
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
