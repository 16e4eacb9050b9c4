package ticker.lab.race;

import java.time.Duration;
import ticker.lab.load.Clients;
import ticker.lab.load.Tally;
import ticker.lab.load.Technique;
import ticker.lab.load.Traffic;
import ticker.lab.relay.Lesson;

/**
 * One way of the five: a client that is counted, behind the tap, where faults act; and as many others as are asked for,
 * directly at the server, so that a crowd costs the server its work and the tap nothing.
 */
final class Racer implements AutoCloseable {
    private final Lesson lesson;
    private final Technique technique;
    private final Lateness lateness;
    private final Clients counted;
    private Clients others;
    private RaceSettings settings;
    private Traffic traffic = Traffic.NONE;
    private String trouble = "";

    Racer(Lesson lesson, MoveTimes moves, RaceSettings settings) {
        this.lesson = lesson;
        this.settings = settings;
        lateness = new Lateness(moves);
        technique = technique(lesson.name());
        counted = new Clients(technique, lesson.tap().port(), 1, interval());
        others = others();
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

    private Clients others() {
        return new Clients(technique, lesson.tap().target(), settings.clients(), interval());
    }

    /** From now on races with these. */
    void settings(RaceSettings settings) {
        boolean otherClients = settings.clients() != this.settings.clients();
        this.settings = settings;
        counted.interval(interval());
        others.interval(interval());
        if (otherClients) {
            others.close();
            others = others();
        }
    }

    /** Looks at the clients. What has happened since the last look is added up. */
    RacerState look(long now) {
        var tally = counted.tally();
        traffic = traffic.plus(tally.traffic());
        trouble = trouble(tally);
        double late = lateness.look(tally, now);
        var price = tally.board().get(settings.symbol());
        return new RacerState(
                lesson.name(),
                lesson.title(),
                trouble,
                price == null ? null : price.price(),
                price == null ? 0 : price.moved(),
                lateness.delay(),
                late,
                traffic,
                tally.open(),
                others.tally().open());
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
