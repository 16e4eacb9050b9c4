package ticker.production.tls;

import static java.util.Locale.ROOT;

import io.undertow.server.protocol.http.ALPNLimitingSSLEngine;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * The server's side of a TLS connection. It ends the connection when the client floods it: an exception of an engine makes
 * Undertow close the connection, without a line in the log.
 */
final class GuardedEngine extends ALPNLimitingSSLEngine {
    private static final int HEADER = 5; // bytes: 1 of the type, 2 of the version, 2 of the length
    private static final int MAX_RECORD = 16_384 + 2048; // RFC 5246, 6.2.3

    private final SSLEngine engine;
    private final FrameBudget budget = new FrameBudget(System::nanoTime);

    GuardedEngine(SSLEngine engine) {
        super(engine, () -> {});
        this.engine = engine;
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer record, ByteBuffer text) throws SSLException {
        return unwrap(record, new ByteBuffer[] {text}, 0, 1);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer record, ByteBuffer[] texts, int from, int count) throws SSLException {
        refuseTooLong(record);
        var starts = new int[count];
        for (int i = 0; i < count; i++) {
            starts[i] = texts[from + i].position();
        }
        var result = engine.unwrap(record, texts, from, count);
        if (result.bytesProduced() > 0 && "h2".equals(engine.getApplicationProtocol())) {
            for (int i = 0; i < count; i++) {
                budget.spend(texts[from + i].duplicate().flip().position(starts[i]));
            }
        }
        return result;
    }

    /** The JDK's engine waits for a record of up to 32 KiB. Undertow has no buffer for it, and would ask again for ever. */
    private static void refuseTooLong(ByteBuffer record) throws SSLException {
        if (record.remaining() >= HEADER && length(record) > MAX_RECORD) {
            throw new SSLException(String.format(ROOT, "A record of %d bytes is too long.", length(record)));
        }
    }

    private static int length(ByteBuffer record) {
        return record.getShort(record.position() + 3) & 0xffff;
    }

    @Override
    public String getApplicationProtocol() {
        return engine.getApplicationProtocol();
    }

    @Override
    public String getHandshakeApplicationProtocol() {
        return engine.getHandshakeApplicationProtocol();
    }

    @Override
    public void setUseClientMode(boolean client) {
        engine.setUseClientMode(client);
    }
}
