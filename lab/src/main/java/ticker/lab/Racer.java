package ticker.lab;

import java.time.Duration;
import ticker.lab.measure.Price;
import ticker.lab.measure.Readers;
import ticker.lab.measure.Tally;
import ticker.lab.measure.Technique;
import ticker.polling.Market;

/**
 * One way of the five: a reader that is counted, behind the tap, where faults act; and as many others as are asked for,
 * directly at the server, so that a crowd costs the server its work and the tap nothing.
 */
final class Racer implements AutoCloseable {
    private final Lesson lesson;
    private final Technique technique;
    private final Readers counted;
    private Readers others;
    private int wanted;
    private long updates;
    private long conflated;
    private long requests;
    private long up;
    private long down;
    private long payload;
    private double delay;
    private long overdue = Long.MAX_VALUE; // when the oldest move was that the reader does not know of

    Racer(Lesson lesson, RaceSettings settings) {
        this.lesson = lesson;
        technique = technique(lesson.name());
        counted = new Readers(technique, lesson.tap().port(), 1, interval(settings));
        others = others(settings);
    }

    private static Technique technique(String lesson) {
        return switch (lesson) {
            case "polling" -> Technique.POLLING;
            case "long-polling" -> Technique.LONG_POLLING;
            case "streaming" -> Technique.EVENTS;
            case "websocket" -> Technique.WEBSOCKET;
            case "handshake" -> Technique.HANDSHAKE;
            default -> throw new IllegalArgumentException("Nobody races for " + lesson);
        };
    }

    private Readers others(RaceSettings settings) {
        wanted = settings.readers();
        return new Readers(technique, lesson.tap().target(), wanted, interval(settings));
    }

    private static Duration interval(RaceSettings settings) {
        return Duration.ofMillis(settings.interval());
    }

    /** From now on races with these. */
    void settings(RaceSettings settings) {
        counted.interval(interval(settings));
        others.interval(interval(settings));
        if (settings.readers() != wanted) {
            others.close();
            others = others(settings);
        }
    }

    /** Looks at the reader: what has happened since the last look is added up. */
    Standing look(Market market, String symbol, long now) {
        var tally = counted.tally();
        add(tally);
        return standing(tally, tally.board().get(symbol), late(tally, market, now));
    }

    private void add(Tally tally) {
        updates += tally.updates();
        conflated += tally.conflated();
        requests += tally.requests();
        up += tally.up();
        down += tally.down();
        payload += tally.payload();
        if (tally.updates() > 0) {
            delay = tally.delay().getMaxValue() / 1e3;
            overdue = Long.MAX_VALUE;
        }
    }

    /** A move that has not arrived yet counts, too: or a reader that is cut off would look as if it were in time. */
    private double late(Tally tally, Market market, long now) {
        if (tally.newest() == null) {
            return 0; // what it missed before it came does not count
        }
        var missing = market.after(tally.newest().seq()).quotes();
        overdue = missing.isEmpty()
                ? Long.MAX_VALUE
                : Math.min(overdue, missing.get(0).time());
        return Math.max(tally.age().getMaxValue() / 1e3, now - Math.min(overdue, now));
    }

    private Standing standing(Tally tally, Price price, double late) {
        long bytes = up + down;
        return new Standing(
                lesson.name(),
                lesson.title(),
                tally.open() == 1 ? "" : tally.error(),
                price == null ? null : price.price(),
                price == null ? 0 : price.moved(),
                delay,
                late,
                updates,
                conflated,
                requests,
                up,
                down,
                payload,
                bytes == 0 ? 0 : 1 - (double) payload / bytes,
                tally.open(),
                others.tally().open());
    }

    @Override
    public void close() {
        counted.close();
        others.close();
    }
}
