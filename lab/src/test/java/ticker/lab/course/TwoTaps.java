package ticker.lab.course;

import java.net.URI;
import ticker.lab.relay.Cut;
import ticker.lab.relay.Faults;
import ticker.lab.relay.Tap;

/** The way from a client to a server, with two taps: the far one has the faults, the near one sees the server. */
final class TwoTaps implements AutoCloseable {
    final ObservedText near = new ObservedText();
    final ObservedText far = new ObservedText();
    private final Tap nearTap;
    private final Tap farTap;

    TwoTaps(URI server) {
        nearTap = new Tap(0, server.getPort(), connection -> near);
        farTap = new Tap(0, nearTap.port(), connection -> far);
    }

    /** Where the client connects. */
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
