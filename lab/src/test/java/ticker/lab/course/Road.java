package ticker.lab.course;

import java.net.URI;
import ticker.lab.relay.Cut;
import ticker.lab.relay.Faults;
import ticker.lab.relay.Tap;

/** The road from a reader to a server, with two taps: the far one has the faults, the near one sees the server. */
final class Road implements AutoCloseable {
    final Sight near = new Sight();
    final Sight far = new Sight();
    private final Tap nearTap;
    private final Tap farTap;

    Road(URI server) {
        nearTap = new Tap(0, server.getPort(), connection -> near);
        farTap = new Tap(0, nearTap.port(), connection -> far);
    }

    /** Where the reader begins. */
    URI uri() {
        return farTap.uri();
    }

    void faults(Faults faults) {
        farTap.faults(faults);
    }

    void cut(Cut how) {
        farTap.cut(how);
    }

    @Override
    public void close() {
        farTap.close();
        nearTap.close();
    }
}
