package ticker.production.tls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticker.production.JavaProcess;

/** The programs as a learner starts them, each in a process of its own. */
class TlsProgramsTest {
    @ParameterizedTest
    @CsvSource({
        "ticker.production.tls.StreamingOverHttp2, Lesson 3 over HTTP/2",
        "ticker.production.tls.WebSocketOverTls, Lesson 4 over TLS"
    })
    void theServerSaysWhereItIsAndStopsWhenItIsTold(Class<?> program, String title) throws Exception {
        try (var server = JavaProcess.start(program, "-Dport=0", "-Dseed=7")) {
            var line = server.line();

            assertTrue(
                    line.matches(title
                            + ": https://localhost:\\d+/ \\(2\\.0 prices a second, seed 7\\)\\. Ctrl-C stops it\\."),
                    line);
            server.process().destroy(); // SIGTERM; Ctrl-C ends a program in the same way
            server.end();
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "ticker.production.tls.StreamingOverHttp2, keepAlive, 1, `a whole number from 1000 to 3600000`",
                "ticker.production.tls.WebSocketOverTls, deflate, yes, `true or false`",
            })
    void aSillySettingGetsOneClearLineAndExitStatusTwo(Class<?> program, String name, String value, String meaning)
            throws Exception {
        JavaProcess.start(program, "-Dport=0", "-D%s=%s".formatted(name, value))
                .assertRefuses("-D%s must be %s, not \"%s\".".formatted(name, meaning, value));
    }

    @ParameterizedTest
    @CsvSource({
        "ticker.production.tls.StreamingOverHttp2, /no/such/folder",
        "ticker.production.tls.WebSocketOverTls, /dev/null"
    })
    void withoutAFolderToMakeTheCertificateInThereIsOneClearLineAndExitStatusTwo(Class<?> program, String folder)
            throws Exception {
        JavaProcess.start(program, "-Dport=0", "-Djava.io.tmpdir=" + folder)
                .assertRefuses(
                        "The certificate for TLS is made in a temporary folder, but nothing can be written to \"%s\". -Djava.io.tmpdir=DIR names another one."
                                .formatted(folder));
    }
}
