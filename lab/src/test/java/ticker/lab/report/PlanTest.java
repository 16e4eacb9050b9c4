package ticker.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void aQuickRunTakesLessThanThreeMinutes() {
        assertTrue(
                Plan.of("quick").seconds() < 170, "seconds: " + Plan.of("quick").seconds());
    }

    @Test
    void aFullRunMeasuresEveryRateWithEveryNumberOfClients() {
        for (double rate : new double[] {0.1, 1, 10, 100}) {
            var clients = Plan.of("full").stages().stream()
                    .filter(stage -> stage.rate() == rate)
                    .map(Stage::clients)
                    .toList();

            assertEquals(List.of(1, 100, 1000, 10_000), clients, "at " + rate + " prices a second");
        }
    }

    @Test
    void thereIsNoOtherKind() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Plan.of("fast"));

        assertEquals(
                "-Dkind must be quick, full, virtual, compression, slow-clients, buffering or empty-polls, not \"fast\".",
                refusal.getMessage());
    }
}
