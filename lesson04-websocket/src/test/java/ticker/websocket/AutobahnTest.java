package ticker.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.Undertow;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a WebSocket server has to get right, case by case: the Autobahn suite against an echo of our configuration. */
@Tag("autobahn")
class AutobahnTest {
    private static final Path PYTHON = Path.of("target", "autobahn"); // the pom brings it
    private static final Path SUITE = PYTHON.resolve("suite");
    private static final Set<String> GOOD = Set.of("OK", "INFORMATIONAL", "NON_STRICT");

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

    @Test
    void sectionsOneToFiveAndSevenAndTenPass() throws Exception {
        var sockets = WebSocketServer.deployment(Echo.class, new Echo(), Options.STANDARD);
        var echo = Undertow.builder()
                .addHttpListener(0, "localhost")
                .setHandler(WebSocketServer.start(sockets))
                .build();
        echo.start();
        try {
            int port = ((InetSocketAddress) echo.getListenerInfo().get(0).getAddress()).getPort();

            var results = assertTimeoutPreemptively(
                    Duration.ofSeconds(50), () -> run("ws://127.0.0.1:%d/echo".formatted(port)));

            assertTrue(results.size() > 100, () -> "only %d cases were run".formatted(results.size()));
            assertEquals(List.of(), results.stream().filter(AutobahnTest::isBad).toList());
            System.out.printf("Autobahn: %d cases pass.%n", results.size());
        } finally {
            sockets.undeploy();
            echo.stop();
        }
    }

    private static boolean isBad(Object result) {
        try {
            var behaviour = result.getClass().getMethod("behavior");
            var atTheEnd = result.getClass().getMethod("behaviorClose");
            return !GOOD.contains(behaviour.invoke(result).toString())
                    || !GOOD.contains(atTheEnd.invoke(result).toString());
        } catch (ReflectiveOperationException fault) {
            throw new AssertionError(fault);
        }
    }

    /** Runs the suite in a class loader of its own: its Python would take our package {@code io} for its module io. */
    private static List<?> run(String url) throws Exception {
        var urls = new ArrayList<URL>();
        urls.add(SUITE.toUri().toURL());
        try (var jars = Files.newDirectoryStream(PYTHON, "*.jar")) {
            for (var jar : jars) {
                urls.add(jar.toUri().toURL());
            }
        }
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        try (var loader = new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            prepare(loader);
            return (List<?>) loader.loadClass("me.normanmaurer.maven.autobahntestsuite.AutobahnTestSuite")
                    .getMethod("runFuzzingClient", String.class, String.class, Map.class, List.class, List.class)
                    .invoke(
                            null,
                            "lesson04",
                            url,
                            Map.of("version", 18),
                            List.of("1.*", "2.*", "3.*", "4.*", "5.*", "7.*", "10.*"),
                            List.of());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** It would print a line for each case, and compile all its files each time if it found them by the class loader. */
    private static void prepare(ClassLoader loader) throws ReflectiveOperationException {
        var python = loader.loadClass("org.python.util.PythonInterpreter");
        var interpreter = python.getConstructor().newInstance();
        python.getMethod("setOut", OutputStream.class).invoke(interpreter, OutputStream.nullOutputStream());
        python.getMethod("exec", String.class)
                .invoke(interpreter, "import sys; sys.path.insert(0, r'%s')".formatted(SUITE));
    }
}
