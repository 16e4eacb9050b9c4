package ticker.lab.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Undoes the compression of one connection's messages (permessage-deflate, RFC 7692). It remembers those before. */
final class Inflation {
    /** The header that asks for it. */
    static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

    private static final byte[] LEFT_OUT = {0, 0, -1, -1}; // by the sender, at the end of each message (§7.2.1)

    private final Inflater inflater = new Inflater(true);
    private final byte[] piece = new byte[4096];

    byte[] inflate(byte[] payload) throws IOException {
        var message = new ByteArrayOutputStream();
        try {
            for (var input : new byte[][] {payload, LEFT_OUT}) {
                inflater.setInput(input);
                for (int count; (count = inflater.inflate(piece)) > 0; ) {
                    message.write(piece, 0, count);
                    Protocol.checkLength(message.size());
                }
            }
        } catch (DataFormatException broken) {
            throw new IOException("The server sends a compressed message that can't be read.", broken);
        }
        return message.toByteArray();
    }
}
