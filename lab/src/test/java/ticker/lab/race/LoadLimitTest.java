package ticker.lab.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class LoadLimitTest {
    private static final double IN_TIME = 10;
    private static final double LATE = LoadLimit.MAX_LATE + 1;

    private final LoadLimit limit = new LoadLimit();

    @Test
    void clientsComeAFewAtATimeUntilAllThatAreWantedAreThere() {
        limit.want(60);

        look(IN_TIME, 5);
        assertEquals(50, limit.clients(), "10 more at each look");

        look(IN_TIME, 5);
        assertEquals(60, limit.clients(), "clients");
        assertNull(limit.manages(), "nothing is too much for the machine");
    }

    @Test
    void aSingleLateLookChangesNothing() {
        limit.want(500);
        look(IN_TIME, 20);

        look(LATE, 1);

        assertEquals(500, limit.clients(), "clients");
        assertNull(limit.manages(), "clients that the machine manages");
    }

    @Test
    void whenTheyStayLateAThirdOfThemLeaves() {
        limit.want(500);
        look(IN_TIME, 20);

        look(LATE, 2);

        assertEquals(333, limit.clients(), "clients");
        assertEquals(333, limit.manages(), "clients that the machine manages");
    }

    @Test
    void whatAChangeHasDoneIsSeenBeforeTheNextOne() {
        limit.want(500);
        look(IN_TIME, 20);
        look(LATE, 2);

        look(LATE, LoadLimit.PAUSE);
        assertEquals(333, limit.clients(), "they are catching up");

        look(LATE, 1);
        assertEquals(222, limit.clients(), "clients");
    }

    @Test
    void aFewStayHoweverLateTheyAre() {
        limit.want(500);
        look(IN_TIME, 20);

        look(LATE, 1000);

        assertEquals(LoadLimit.MIN, limit.clients(), "clients");
        assertEquals(LoadLimit.MIN, limit.manages(), "clients that the machine manages");
    }

    @Test
    void afterAWhileInTimeAFewAreTriedAgain() {
        limit.want(500);
        look(IN_TIME, 20);
        look(LATE, 2);

        look(IN_TIME, LoadLimit.CALM);
        assertEquals(333, limit.clients(), "clients");

        look(IN_TIME, 1);
        assertEquals(358, limit.clients(), "clients");
        assertEquals(358, limit.manages(), "clients that the machine manages");
    }

    @Test
    void almostLateBringsNoMore() {
        limit.want(500);
        look(IN_TIME, 4);

        look(LoadLimit.MAX_LATE / 2, 100);

        assertEquals(100, limit.clients(), "clients");
    }

    @Test
    void otherSettingsMayBePossible() {
        limit.want(500);
        look(IN_TIME, 20);
        look(LATE, 2);

        limit.want(400);

        assertEquals(333, limit.clients(), "clients");
        assertNull(limit.manages(), "not known yet");
        look(IN_TIME, 4);
        assertEquals(400, limit.clients(), "clients");
    }

    @Test
    void clientsThatAreNotWantedLeaveAtOnce() {
        limit.want(500);
        look(IN_TIME, 20);

        limit.want(0);

        assertEquals(0, limit.clients(), "clients");
    }

    private void look(double late, int times) {
        for (int i = 0; i < times; i++) {
            limit.look(late);
        }
    }
}
