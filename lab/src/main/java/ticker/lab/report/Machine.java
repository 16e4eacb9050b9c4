package ticker.lab.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine on which it was measured.
 *
 * @param cpu its name where {@code /proc/cpuinfo} tells, else its architecture
 * @param memory in whole GiB
 */
public record Machine(String cpu, int processors, long memory, String system, String jdk) {
    /** This one. */
    static Machine here() throws IOException {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                name(),
                Runtime.getRuntime().availableProcessors(),
                Math.round(system.getTotalMemorySize() / Math.pow(2, 30)),
                System.getProperty("os.name"),
                System.getProperty("java.vm.name") + " " + Runtime.version().feature());
    }

    private static String name() throws IOException {
        var info = Path.of("/proc/cpuinfo");
        if (Files.exists(info)) {
            try (var lines = Files.lines(info)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.replaceFirst("[^:]*:\\s*", ""))
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
            }
        }
        return System.getProperty("os.arch");
    }
}
