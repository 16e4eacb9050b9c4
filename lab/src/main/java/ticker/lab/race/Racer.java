package ticker.lab.race;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import ticker.lab.load.Clients;
import ticker.lab.load.Price;
import ticker.lab.load.Tally;
import ticker.lab.load.Technique;
import ticker.lab.load.Traffic;
import ticker.lab.relay.Lesson;

/**
 * One of the five techniques in the race: a client that is counted, behind the tap, where faults act; and the extra clients,
 * directly at the server, so that they are a load for the server and not for the tap.
 */
final class Racer implements AutoCloseable {
    private final Lesson lesson;
    private final Technique technique;
    private final Lateness lateness;
    private final Lateness othersLateness;
    private final Clients counted;
    private final Clients others;
    private RaceSettings settings;
    private CompletableFuture<Tally> reply; // to the question that was asked last
    private CompletableFuture<Tally> othersReply;
    private long asked; // the others, in milliseconds since the epoch
    private Traffic traffic = Traffic.NONE;
    private Map<String, Price> board = Map.of();
    private int connections;
    private int othersOpen;
    private double late;
    private double othersLate;
    private String trouble = "";

    /** One client at once; the others come when it is told how many. */
    Racer(Lesson lesson, MoveTimes moves, RaceSettings settings) {
        this.lesson = lesson;
        this.settings = settings;
        lateness = new Lateness(moves, 100);
        othersLateness = new Lateness(moves, 99);
        technique = technique(lesson.name());
        counted = new Clients(technique, lesson.tap().port(), 1, interval());
        others = new Clients(technique, lesson.tap().target(), 0, interval());
    }

    private static Technique technique(String lesson) {
        return switch (lesson) {
            case "polling" -> Technique.POLLING;
            case "long-polling" -> Technique.LONG_POLLING;
            case "streaming" -> Technique.EVENTS;
            case "websocket" -> Technique.WEBSOCKET;
            case "handshake" -> Technique.HANDSHAKE;
            default -> throw new IllegalArgumentException("There is no racer for " + lesson);
        };
    }

    private Duration interval() {
        return Duration.ofMillis(settings.interval());
    }

    /** From now on races with these. */
    void settings(RaceSettings settings) {
        this.settings = settings;
        counted.interval(interval());
        others.interval(interval());
    }

    /** From now on there are so many others. */
    void others(int count) {
        if (count != others.count()) {
            others.count(count);
        }
    }

    /** Asks the clients what has happened, unless a question is at hand. Ends when they have replied. */
    CompletableFuture<?> ask() {
        if (reply == null) {
            reply = counted.laterTally();
        }
        if (othersReply == null) {
            othersReply = others.laterTally();
            asked = System.currentTimeMillis();
        }
        return CompletableFuture.allOf(reply, othersReply);
    }

    /** The sums over all clients. For those that have not replied in time, the last known values count. */
    RacerState look(long now) {
        if (reply.isDone()) {
            counted(reply.join(), now);
            reply = null;
        } else {
            late = lateness.look(now);
        }
        if (othersReply.isDone()) {
            others(othersReply.join(), now);
            othersReply = null;
        } else {
            othersLate = now - asked;
        }
        var price = board.get(settings.symbol());
        return new RacerState(
                lesson.name(),
                lesson.title(),
                trouble,
                price == null ? null : price.price(),
                price == null ? 0 : price.moved(),
                lateness.delay(),
                late,
                traffic,
                connections,
                othersOpen);
    }

    private void counted(Tally tally, long now) {
        traffic = traffic.plus(tally.traffic());
        trouble = trouble(tally);
        board = tally.board();
        connections = tally.open();
        late = lateness.look(tally, now);
    }

    /** Faults don't act on the others. So when they are late, something has more to do than it can: the server or they. */
    private void others(Tally tally, long now) {
        othersOpen = tally.open();
        double own = tally.generator().lag().getValueAtPercentile(99) / 1e3;
        // A poll comes late by its interval anyway. Its own lag says more.
        othersLate = technique == Technique.POLLING ? own : Math.max(own, othersLateness.look(tally, now));
        if (othersOpen == 0) {
            othersLate = 0; // what the last ones missed
        }
    }

    /** For how many milliseconds some of the others did not know of a move, or were not heard, since the last look. */
    double othersLate() {
        return othersLate;
    }

    /** Nothing while it is connected; else what was wrong the last time, which an earlier look may have told. */
    private String trouble(Tally tally) {
        if (tally.open() > 0) {
            return "";
        }
        return tally.error().isEmpty() ? trouble : tally.error();
    }

    @Override
    public void close() {
        counted.close();
        others.close();
    }
}
