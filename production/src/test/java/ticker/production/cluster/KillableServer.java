package ticker.production.cluster;

import java.net.URI;
import ticker.production.JavaProcess;

/** A server in a process of its own. */
record KillableServer(JavaProcess process, URI uri) implements AutoCloseable {
    static KillableServer of(JavaProcess process) throws Exception {
        return new KillableServer(process, process.uri());
    }

    void kill() throws Exception {
        process.close();
        process.end();
    }

    @Override
    public void close() {
        process.close();
    }
}
