package ticker.longpolling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xnio.OptionMap;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/**
 * A price may move at any moment: before, during and after the look of each subscriber. The test runs the tasks of the I/O
 * thread by hand and moves the market at every moment there is, and at every two of them.
 */
class InterleavingTest {
    private static final int SUBSCRIBERS = 3;
    private static final int MOMENTS = 30; // more than there are: those that never come move nothing

    private final XnioWorker worker;

    InterleavingTest() throws IOException {
        worker = Xnio.getInstance().createWorker(OptionMap.create(org.xnio.Options.WORKER_IO_THREADS, 1));
    }

    @AfterEach
    void stop() {
        worker.shutdownNow();
    }

    /** Some subscribers that come, look and are told to look again, while prices move at the chosen moments. */
    private final class Run {
        private final Market market = new Market(0);
        private final ManualIoThread thread = new ManualIoThread(worker);
        private final Subscribers subscribers = new Subscribers(market, SUBSCRIBERS, () -> 0);
        private final List<String> story = new ArrayList<>();
        private final List<Look> looks = new ArrayList<>();
        private final Set<Integer> moves;
        private int moment;

        Run(Integer... moves) {
            this.moves = Set.of(moves);
            for (int i = 1; i <= SUBSCRIBERS; i++) {
                var look = new Look(i);
                looks.add(look);
                subscribers.add(thread, look);
                moment();
            }
            thread.runAll();
            moment();
            thread.runAll();
        }

        private void moment() {
            if (moves.contains(moment++)) {
                market.move("ACME", moment, moment);
                story.add("price " + market.after(0).seq() + " moves");
            }
        }

        private final class Look extends Subscriber {
            private final int number;
            private long seen;

            Look(int number) {
                this.number = number;
            }

            @Override
            void catchUp() {
                moment();
                seen = market.after(0).seq();
                story.add("subscriber " + number + " looks and sees " + seen);
                moment();
            }

            @Override
            void check(long now) {}

            @Override
            void goodbye() {}

            @Override
            void abort() {}
        }

        void assertAllHaveSeenTheNewest() {
            for (var look : looks) {
                assertEquals(
                        market.after(0).seq(),
                        look.seen,
                        () -> "Subscriber " + look.number + " waits for a price that has moved."
                                + " The flag must be reset before the round, not after it. It went so: "
                                + String.join("; ", story) + ".");
            }
            assertEquals(0, thread.waiting(), "tasks that wait when all is over");
        }
    }

    @Test
    void whereverAPriceMovesEachSubscriberSeesIt() {
        assertTrue(new Run(0, 1).moment < MOMENTS, "there are fewer moments than are tried");
        for (int first = 0; first < MOMENTS; first++) {
            new Run(first).assertAllHaveSeenTheNewest();
            for (int second = first + 1; second < MOMENTS; second++) {
                new Run(first, second).assertAllHaveSeenTheNewest();
            }
        }
    }

    @Test
    void aThousandMovesBeforeTheThreadHasTimeLeaveOneTask() {
        var run = new Run();

        for (int i = 0; i < 1000; i++) {
            run.market.move("ACME", i, i);
        }

        assertEquals(1, run.thread.waiting(), "tasks that wait for the I/O thread: at most one, however many moves");
    }
}
