package ticker.lab.report;

import static java.util.Locale.ROOT;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.PlatformManagedObject;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What another JVM on this machine uses. Its CPU time can be asked at any time; all else costs it something, by JMX. */
final class JvmStats implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JvmStats.class.getName());

    private final long pid;
    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final ThreadMXBean threads;

    JvmStats(long pid) throws IOException {
        this.pid = pid;
        connector = JMXConnectorFactory.connect(new JMXServiceURL(address(pid)));
        memory = bean(MemoryMXBean.class);
        threads = bean(ThreadMXBean.class);
    }

    private static String address(long pid) throws IOException {
        try {
            var machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException refused) {
            throw new IOException("The server's JVM can't be asked what it uses.", refused);
        }
    }

    private <T extends PlatformManagedObject> T bean(Class<T> type) throws IOException {
        return ManagementFactory.getPlatformMXBean(connector.getMBeanServerConnection(), type);
    }

    /** The CPU time used since the start, by all threads, in nanoseconds; some systems count it in steps of 10 ms. */
    long cpuNanos() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElse(0L);
    }

    /** Bytes of the heap that are still used after a collection. */
    long heap() throws IOException {
        memory.gc();
        try {
            // Not by MemoryUsage: in Turkish a JVM calls a part of it by another name than that class expects.
            var heap = (CompositeData)
                    connector.getMBeanServerConnection().getAttribute(memory.getObjectName(), "HeapMemoryUsage");
            return (long) heap.get("used");
        } catch (JMException gone) {
            throw new IOException("The server's JVM does not say how much of its heap it uses.", gone);
        }
    }

    int threads() {
        return threads.getThreadCount();
    }

    /** Bytes of real memory, or 0 where there is no {@code /proc} to tell. */
    long resident() throws IOException {
        var status = Path.of(String.format(ROOT, "/proc/%d/status", pid));
        if (!Files.exists(status)) {
            return 0;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException gone) {
            LOG.log(Level.FINE, "The server was gone first", gone);
        }
    }
}
