package ticker.docs.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import ticker.docs.evidence.Measurements.Cell;

class MeasurementsTest {
    private static final Measurements MEASUREMENTS = SomeMeasurements.all();
    private static final Cell EVENTS = new Cell("events", "10", "100");

    @Test
    void aValueIsTheMedianOfItsRow() {
        assertEquals(new Quantity(145.5, "bytes", false), MEASUREMENTS.quantity(EVENTS, "bytesPerUpdate"));
        assertEquals(
                new Quantity(107.5, "bytes", true),
                MEASUREMENTS.quantity(new Cell("websocket", "10", "100"), "bytesPerUpdate"));
    }

    @Test
    void aRemarkIsASentenceThatMayHaveCommas() {
        assertEquals(List.of("It was late, and busy."), MEASUREMENTS.remarks(EVENTS));
        assertEquals(List.of(), MEASUREMENTS.remarks(new Cell("websocket", "10", "100")));
    }

    @Test
    void theRunTellsTheMachineAndTheDate() {
        assertEquals("Some CPU (2 processors, 8 GiB), Linux, OpenJDK 17, on 21 November 2026", MEASUREMENTS.machine());
    }

    @Test
    void anUnknownMetricOrContenderIsRefusedByName() {
        assertEquals(
                "there is no measure called weight.",
                assertThrows(NoSuchElementException.class, () -> MEASUREMENTS.quantity(EVENTS, "weight"))
                        .getMessage());
        assertEquals(
                "nothing was measured of pigeons.",
                assertThrows(NoSuchElementException.class, () -> MEASUREMENTS.title("pigeons"))
                        .getMessage());
    }

    @Test
    void aRowWithTooFewValuesIsRefused() {
        var cut = SomeMeasurements.RESULTS + "events,10,1000,bytesPerUpdate";

        assertEquals(
                "\"events,10,1000,bytesPerUpdate\" has 4 values, but there are 10 columns.",
                assertThrows(
                                IllegalStateException.class,
                                () -> new Measurements(SomeMeasurements.RUN, cut, SomeMeasurements.REMARKS))
                        .getMessage());
    }
}
