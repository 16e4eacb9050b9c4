package ticker.lab.load;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One client: its cursor, its connection if there is one, and when it does something next. Only the loop's thread calls it. */
final class Client implements Protocol.Listener {
    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);

    private final boolean polls;
    private final PollTimes times;
    private final Schedule schedule;
    private final Connections connections;
    private final Statistics statistics;
    private final PriceBoard board;
    private final Cursor cursor = new Cursor();
    private ClientSocket socket;
    private Protocol protocol;
    private boolean scheduled;
    private boolean left;
    private boolean connecting;
    private boolean brought; // prices, by the response at hand
    private long arrival; // of the bytes at hand, in microseconds since the epoch

    Client(
            boolean polls,
            PollTimes times,
            Schedule schedule,
            Connections connections,
            Statistics statistics,
            PriceBoard board) {
        this.polls = polls;
        this.times = times;
        this.schedule = schedule;
        this.connections = connections;
        this.statistics = statistics;
        this.board = board;
    }

    /** Lets it be woken at this time, unless it will be anyway. */
    void wakeAt(long time) {
        if (!scheduled) {
            scheduled = true;
            schedule.at(time, this);
        }
    }

    /** Its time has come, so many nanoseconds ago: connect, or ask again. */
    void wake(long late) {
        scheduled = false;
        if (left) {
            return;
        }
        if (socket == null) {
            schedule.letConnect(this);
        } else {
            statistics.late(late, 1);
            attempt(this::ask);
        }
    }

    /** Its next poll comes no later than this. */
    void hurry(long latest) {
        times.hurry(latest);
    }

    // ---- The connection ----

    private interface Step {
        void run() throws IOException;
    }

    /** Whatever goes wrong on a connection ends it. The client comes back after a while. */
    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException failure) {
            statistics.error(failure);
            disconnect();
            wakeAt(System.nanoTime() + RETRY + ThreadLocalRandom.current().nextLong(RETRY));
        }
    }

    void connect() {
        connecting = true;
        if (left) {
            disconnect();
            return;
        }
        cursor.connecting();
        attempt(() -> {
            protocol = connections.protocol();
            socket = connections.begin(this);
            goOn();
        });
    }

    /** Something can be done without waiting. */
    void ready() {
        attempt(() -> {
            if (socket.isConnectable()) {
                goOn();
            } else if (socket.isReadable()) {
                read();
            } else {
                statistics.up(socket.flush());
            }
        });
    }

    private void goOn() throws IOException {
        if (socket.connect()) {
            connecting = false;
            schedule.connected();
            connections.opened();
            ask();
        }
    }

    /** Cuts the connection. The client comes back at once, or with its next poll. */
    void cut() {
        if (socket != null) {
            disconnect();
            cursor.cut();
            wakeAt(polls ? times.next() : System.nanoTime());
        }
    }

    /** Disconnects, for good. */
    void leave() {
        left = true;
        disconnect();
    }

    void disconnect() {
        if (connecting) {
            connecting = false;
            schedule.connected();
        } else if (socket != null) {
            connections.closed();
        }
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException failure) {
            statistics.error(failure);
        }
        socket = null;
    }

    // ---- What is sent and received ----

    private void ask() throws IOException {
        statistics.request();
        send(protocol.request(cursor.seq()));
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        statistics.up(socket.send(bytes));
    }

    private void read() throws IOException {
        var in = connections.buffer();
        int count = socket.read(in);
        var now = Instant.now();
        arrival = 1_000_000 * now.getEpochSecond() + now.getNano() / 1000;
        if (count < 0) {
            throw new IOException("The server ended the connection.");
        }
        statistics.down(count);
        protocol.take(in.flip(), this);
    }

    @Override
    public void message(byte[] json) {
        var message = board.read(json);
        if (!message.prices().isEmpty()) { // else it is a keep-alive
            brought = true;
            cursor.take(message, arrival, json.length, statistics);
        }
    }

    @Override
    public void responded() throws IOException {
        statistics.response(brought);
        brought = false;
        if (polls) {
            wakeAt(times.next());
        } else {
            ask();
        }
    }
}
