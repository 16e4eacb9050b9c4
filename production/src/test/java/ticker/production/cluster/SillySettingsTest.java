package ticker.production.cluster;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.production.JavaProcess;

/** What programs print that can't start, each in a process of its own. */
class SillySettingsTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "port, 70000, `a whole number from 0 to 65535`",
                "rate, fast, `a number from 0.1 to 1000.0`",
                "steady, 1, `true or false`",
                "maxSubscribers, 0, `a whole number from 1 to 1000000`",
                "holdTime, 99, `a whole number from 100 to 30000`",
                "market, localhost, `an address such as redis://localhost:6379`",
            })
    void longPollingSaysWhatIsAllowedAndExitsWithStatusTwo(String name, String value, String meaning) throws Exception {
        JavaProcess.start(LongPollingOnRedis.class, "-D%s=%s".formatted(name, value))
                .assertRefuses("-D%s must be %s, not \"%s\".".formatted(name, meaning, value));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "maxRate, 0, `a whole number from 1 to 100000`",
                "market, redis://localhost, `an address such as redis://localhost:6379`",
            })
    void webSocketSaysWhatIsAllowedAndExitsWithStatusTwo(String name, String value, String meaning) throws Exception {
        JavaProcess.start(WebSocketOnRedis.class, "-D%s=%s".formatted(name, value))
                .assertRefuses("-D%s must be %s, not \"%s\".".formatted(name, meaning, value));
    }

    @ParameterizedTest
    @ValueSource(classes = {LongPollingOnRedis.class, WebSocketOnRedis.class})
    void withoutARedisThereIsOneClearLineAndExitStatusTwo(Class<?> program) throws Exception {
        JavaProcess.start(program, "-Dport=0", "-Dmarket=redis://localhost:1")
                .assertRefuses(
                        "There is no Redis at redis://localhost:1. -Dmarket=redis://localhost:6379 says where it is.");
    }
}
