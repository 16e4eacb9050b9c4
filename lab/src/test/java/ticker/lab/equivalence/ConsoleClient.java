package ticker.lab.equivalence;

import java.net.URI;
import java.util.function.Consumer;

/** A lesson's own console client. The classes that run it are in the lesson's package, since it is not public. */
public interface ConsoleClient {
    /**
     * Watches a server until the pause, or an interrupt, ends it.
     *
     * @param messages gets what the client has understood, in the wire form
     */
    void watch(URI server, Consumer<String> messages, Pause pause) throws InterruptedException;

    /** What is done where the client would wait before it comes back. */
    interface Pause {
        void make(String reason) throws InterruptedException;
    }
}
