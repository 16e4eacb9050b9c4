package ticker.polling;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Map<String, Supplier<Number>> SETTINGS =
            Map.of("port", () -> Settings.port(8081), "rate", Settings::rate, "seed", Settings::seed);

    @AfterEach
    void clear() {
        SETTINGS.keySet().forEach(System::clearProperty);
    }

    @Test
    void whatIsNotSetHasItsDefault() {
        assertEquals(8081, Settings.port(8081), "the default port");
        assertEquals(2.0, Settings.rate(), "the default rate, in prices a second");
    }

    @ParameterizedTest
    @CsvSource({"port, 0", "port, 65535", "rate, 0.1", "rate, 1000.0", "seed, 7"})
    void whatIsSetIsTaken(String name, String value) {
        System.setProperty(name, value);

        assertEquals(value, SETTINGS.get(name).get().toString(), "-D" + name);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "port, 65536, `a whole number from 0 to 65535`",
                "port, -1, `a whole number from 0 to 65535`",
                "port, eighty, `a whole number from 0 to 65535`",
                "port, ``, `a whole number from 0 to 65535`",
                "rate, 0.09, `a number from 0.1 to 1000.0`",
                "rate, 1000.1, `a number from 0.1 to 1000.0`",
                "rate, NaN, `a number from 0.1 to 1000.0`",
                "seed, 1.5, `a whole number from 0 to 9223372036854775807`",
            })
    void nonsenseIsRefusedWithWhatIsAllowed(String name, String value, String meaning) {
        System.setProperty(name, value);

        var refusal = assertThrows(IllegalArgumentException.class, SETTINGS.get(name)::get);
        assertEquals("-D%s must be %s, not \"%s\".".formatted(name, meaning, value), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"rat, rate", "Port, port", "prot, port", "maxSubscriber, maxSubscribers", "keepalive, keepAlive"})
    void aMistypedNameIsRefusedWithTheRightOne(String mistyped, String meant) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Settings.refuseMistyped(mistyped));
        assertEquals("There is no setting -D%s. Did you mean -D%s?".formatted(mistyped, meant), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate", "skipTests", "test", "user.port", "java.rate", "basedir", "x"})
    void everyOtherNameIsLeftAlone(String name) {
        assertDoesNotThrow(() -> Settings.refuseMistyped(name));
    }
}
