package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import ticker.lab.load.Technique;

/** A lesson's server in a JVM of its own, with a market that moves by itself. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("http://localhost:(\\d+)/");

    private final Process process;
    private final int port;
    private final JvmStats stats;

    /** Starts it with limits that let all clients in, and with a market that moves at equal intervals. */
    ServerProcess(Contender contender, double rate) throws IOException {
        this(contender, rate, true);
    }

    /** The same; if it is not steady, the market moves at random. */
    ServerProcess(Contender contender, double rate, boolean steady) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dport=0",
                        "-Drate=" + rate,
                        "-Dseed=7",
                        "-DmaxSubscribers=20000",
                        "-Dsteady=" + steady,
                        "-Ddeflate=" + (contender.technique() == Technique.COMPRESSED),
                        "-cp",
                        System.getProperty("java.class.path"),
                        contender.server())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy)); // Ctrl-C ends it too
        try {
            port = port(process.inputReader(), contender);
            stats = new JvmStats(process.pid());
        } catch (IOException | RuntimeException failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    private static int port(BufferedReader output, Contender contender) throws IOException {
        var line = output.readLine(); // the only one
        var address = ADDRESS.matcher(String.valueOf(line));
        if (!address.find()) {
            throw new IOException(
                    String.format(ROOT, "%s did not say where it listens, but: %s", contender.server(), line));
        }
        return Integer.parseInt(address.group(1));
    }

    int port() {
        return port;
    }

    JvmStats stats() {
        return stats;
    }

    @Override
    public void close() {
        stats.close();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurry) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
