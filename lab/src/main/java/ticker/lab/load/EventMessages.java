package ticker.lab.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import ticker.lab.decode.EventReader;

/** Server-Sent Events as our server writes them: an event has one line of data, which is the message. */
final class EventMessages implements StreamProtocol.Format {
    private final EventReader line = new EventReader(Protocol.MAX_MESSAGE);

    @Override
    public void take(ByteBuffer piece, Protocol.Listener listener) throws IOException {
        while (line.read(piece)) {
            if (line.is("data")) {
                Protocol.checkLength(line.length());
                listener.message(line.value());
            }
        }
        Protocol.checkLength(line.length());
    }
}
