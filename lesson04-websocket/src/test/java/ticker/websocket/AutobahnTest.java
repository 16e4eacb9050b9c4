package ticker.websocket;

import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.undertow.Undertow;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The Autobahn suite: case by case, what a WebSocket server has to get right. It runs against an echo with our configuration.
 * The pom brings it into target, with a Python. It has no time limit while it makes progress, since machines differ in speed.
 */
@Tag("autobahn")
@Timeout(value = 2, unit = HOURS) // a last resort
class AutobahnTest {
    private static final Path PYTHON = Path.of("target", "autobahn");
    private static final Path SUITE = PYTHON.resolve("suite");
    private static final Set<String> GOOD = Set.of("OK", "INFORMATIONAL", "NON_STRICT");
    // In minutes. Python alone may need more than one to start on a busy machine.
    private static final int STANDSTILL = 5;

    // The suite gives the server more time, since the machine is busy with other tests. And it prints its progress.
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

    @ServerEndpoint("/echo")
    public static final class Echo {
        @OnMessage
        public String text(String message) {
            return message;
        }

        @OnMessage
        public byte[] binary(byte[] message) {
            return message;
        }
    }

    private final EndpointContainer container = new EndpointContainer(new Echo(), Options.DEFAULT);
    private final Undertow echo = Undertow.builder()
            .addHttpListener(0, "localhost")
            .setHandler(container.handler())
            .build();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @BeforeEach
    void start() {
        echo.start();
    }

    @AfterEach
    void stop() {
        container.close();
        echo.stop();
    }

    @Test
    void sectionsOneToFiveAndSevenAndTenPass() throws Exception {
        assertAllPass(run("1.*", "2.*", "3.*", "4.*", "5.*", "7.*", "10.*"), 102);
    }

    private static void assertAllPass(List<?> results, int expected) throws Exception {
        var counts = new TreeMap<String, Integer>();
        var failures = new ArrayList<String>();
        for (var result : results) {
            var behaviour = field(result, "behavior");
            var close = field(result, "behaviorClose");
            counts.merge(behaviour, 1, Integer::sum);
            if (!passes(behaviour) || !passes(close)) {
                failures.add("%s: %s, close %s".formatted(field(result, "caseName"), behaviour, close));
            }
        }
        System.out.println("Autobahn: " + counts);
        assertEquals(List.of(), failures, "cases that did not pass");
        assertEquals(expected, results.size(), "cases that were played");
    }

    private static boolean passes(String behaviour) {
        return GOOD.contains(behaviour);
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

    /** Runs the suite's client in a thread that ends with the tests: a wrong server can make it wait forever. */
    private Future<List<?>> start(String... cases) throws Exception {
        var suite = suite();
        var url = String.format(
                ROOT,
                "ws://localhost:%d/echo",
                ((InetSocketAddress) echo.getListenerInfo().get(0).getAddress()).getPort());
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

    /** Tells Python where its files are. If it found them by the class loader, it would compile them all each time. */
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
        assertEquals(3, urls.size(), "what the suite needs in " + PYTHON);
        var loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        return loader.loadClass("me.normanmaurer.maven.autobahntestsuite.AutobahnTestSuite")
                .getMethod("runFuzzingClient", String.class, String.class, Map.class, List.class, List.class);
    }
}
