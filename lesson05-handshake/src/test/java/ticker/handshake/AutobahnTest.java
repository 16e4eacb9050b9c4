package ticker.handshake;

import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The test suite that the authors of WebSocket libraries use, against /echo. The pom puts it into target, with a Python.
 * It may take long, as long as it makes progress: how long depends on the machine.
 */
@Tag("autobahn")
@Timeout(value = 2, unit = HOURS) // a last resort
class AutobahnTest {
    private static final Path PYTHON = Path.of("target", "autobahn");
    private static final Path SUITE = PYTHON.resolve("suite");
    // In minutes. Python alone may need more than one to start on a busy machine.
    private static final int STANDSTILL = 5;
    private static final long HOUR = 3_600_000; // so that the server has no shorter time-out
    private static final Options LARGE = new Options(16 * 1024 * 1024, 100, HOUR, HOUR, 1000);

    // The suite gives the server more time, since the server is busy with other tests; and it tells of its progress.
    private static final String SETTINGS = """
            import sys
            import zipimport
            # Jython keeps what is in its jar under the jar's name, and looks for it under the bytes of that name.
            for jar, content in zipimport._zip_directory_cache.items():
               zipimport._zip_directory_cache[jar.encode('utf-8')] = content
            sys.path.insert(0, r'%s')
            from autobahntestsuite import wstest # it must be the first
            from autobahntestsuite.fuzzing import FuzzingProtocol

            # How long a case waits for the server: one second, mostly.
            kill = FuzzingProtocol.killAfter
            FuzzingProtocol.killAfter = lambda case, seconds: kill(case, 10 * seconds)
            # A short one of these waits for nothing to happen. A long one is a limit, too.
            close = FuzzingProtocol.closeAfter
            FuzzingProtocol.closeAfter = lambda case, seconds: close(case, seconds if seconds < 10 else 10 * seconds)

            # It prints a line for each case; now also a dot whenever bytes come or go.
            def telling(log):
               def tell(*arguments):
                  sys.stdout.write('.')
                  log(*arguments)
               return tell
            FuzzingProtocol.logRxOctets = telling(FuzzingProtocol.logRxOctets)
            FuzzingProtocol.logTxOctets = telling(FuzzingProtocol.logTxOctets)
            """;
    private static final Map<String, Object> TIMEOUTS =
            Map.of("openHandshakeTimeout", 60, "closeHandshakeTimeout", 10, "serverConnectionDropTimeout", 10);

    private final HandshakeServer server = new HandshakeServer(0, new Market(0), LARGE);
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theQuickSectionsPass() throws Exception {
        assertAllPass(run("1.*", "2.*", "3.*", "4.*", "5.*", "7.*", "10.*"), 102);
    }

    @Test
    @Tag("slow")
    void everyCasePasses() throws Exception {
        assertAllPass(run("*"), 301);
    }

    private static void assertAllPass(List<?> results, int expected) throws Exception {
        var counts = new TreeMap<String, Integer>();
        var failures = new ArrayList<String>();
        for (var result : results) {
            var behavior = field(result, "behavior");
            var close = field(result, "behaviorClose");
            counts.merge(behavior, 1, Integer::sum);
            if (!passes(behavior) || !passes(close)) {
                failures.add("%s: %s, close %s".formatted(field(result, "caseName"), behavior, close));
            }
        }
        System.out.println("Autobahn: " + counts);
        assertEquals(List.of(), failures, "cases that did not pass");
        assertEquals(expected, results.size(), "cases that ran");
    }

    private static boolean passes(String behavior) {
        return behavior.equals("OK") || behavior.equals("INFORMATIONAL");
    }

    private static String field(Object result, String name) throws ReflectiveOperationException {
        return result.getClass().getMethod(name).invoke(result).toString();
    }

    /** Runs cases, and waits for their end as long as there is progress. */
    private List<?> run(String... cases) throws Exception {
        var results = start(cases);
        while (true) {
            int before = output.size();
            try {
                return results.get(STANDSTILL, MINUTES);
            } catch (TimeoutException late) {
                if (output.size() == before) {
                    throw new AssertionError(
                            String.format(
                                    ROOT,
                                    "Autobahn has made no progress for %d minutes. Seen last: %s",
                                    STANDSTILL,
                                    lastCase()),
                            late);
                }
            }
        }
    }

    private String lastCase() {
        int last = output.toString().lastIndexOf("Running test case");
        return last < 0 ? "no test case yet" : output.toString().substring(last).strip();
    }

    /** Runs the suite's client in a thread that dies with the tests: a server that is wrong can make it wait for ever. */
    private Future<List<?>> start(String... cases) throws Exception {
        var suite = suite();
        var url = String.format(ROOT, "ws://localhost:%d/echo", server.uri().getPort());
        var results = new FutureTask<List<?>>(() -> {
            prepare(suite.getDeclaringClass().getClassLoader());
            return (List<?>)
                    suite.invoke(null, "tick-by-tick", url, new HashMap<>(TIMEOUTS), List.of(cases), List.of());
        });
        var thread = new Thread(results);
        thread.setDaemon(true);
        thread.setContextClassLoader(suite.getDeclaringClass().getClassLoader());
        thread.start();
        return results;
    }

    /** It would compile all its files each time if it found them by the class loader. */
    private void prepare(ClassLoader loader) throws ReflectiveOperationException {
        var locale = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(Locale.Category.FORMAT, ROOT); // Jython finds its native library by a version in these digits
        try {
            var python = loader.loadClass("org.python.util.PythonInterpreter");
            var interpreter = python.getConstructor().newInstance();
            python.getMethod("setOut", OutputStream.class).invoke(interpreter, output);
            python.getMethod("setErr", OutputStream.class).invoke(interpreter, OutputStream.nullOutputStream());
            python.getMethod("exec", String.class).invoke(interpreter, SETTINGS.formatted(SUITE));
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException("Python says: " + failed.getCause(), failed);
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, locale);
        }
    }

    private static Method suite() throws Exception {
        var urls = new ArrayList<URL>();
        urls.add(SUITE.toUri().toURL());
        try (var jars = Files.newDirectoryStream(PYTHON, "*.jar")) {
            for (var jar : jars) {
                urls.add(jar.toUri().toURL());
            }
        }
        assertEquals(3, urls.size(), "jars and the folder of the suite in " + PYTHON);
        var loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        return loader.loadClass("me.normanmaurer.maven.autobahntestsuite.AutobahnTestSuite")
                .getMethod("runFuzzingClient", String.class, String.class, Map.class, List.class, List.class);
    }
}
