package ticker.handshake;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.FrameCodec.Role.CLIENT;
import static ticker.handshake.FrameCodec.Role.SERVER;
import static ticker.handshake.FrameCodecTest.assertBroken;
import static ticker.handshake.Hex.bytes;
import static ticker.handshake.Hex.hex;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 §5.3. */
class MaskingTest {
    private final FrameCodec server = new FrameCodec(SERVER, 1000);
    private final FrameCodec client = new FrameCodec(CLIENT, 1000);

    @Test
    void clientFramesMustBeMasked() {
        assertBroken(1002, "A client must mask its frames.", server, "81 05 48 65 6c 6c 6f");
        assertBroken(1002, "A client must mask its frames.", new FrameCodec(SERVER, 0), "88 00");
    }

    @Test
    void serverFramesMustNotBeMasked() {
        assertBroken(1002, "A server must not mask its frames.", client, "81 85 37 fa 21 3d 7f 9f 4d 51 58");
    }

    @Test
    void maskingTwiceGivesTheTextBack() throws Exception {
        var text = Frame.text("a price changes on the server");

        assertEquals(text, server.read(FrameCodec.masked(text, 0x37fa213d)));
    }

    @Test
    void aKeyOfZerosChangesNothing() throws Exception {
        assertEquals("81 82 00 00 00 00 48 69", hex(FrameCodec.masked(Frame.text("Hi"), 0)));
        assertEquals(Frame.text("Hi"), server.read(bytes("81 82 00 00 00 00 48 69")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9})
    void theKeyGoesRoundWhateverTheLength(int length) throws Exception {
        var text = Frame.text("x".repeat(length));

        assertEquals(text, server.read(client.write(text)));
    }

    @Test
    void everyFrameHasAKeyOfItsOwn() {
        var keys = new HashSet<Integer>();
        for (int i = 0; i < 1000; i++) {
            keys.add(client.write(Frame.text("Hello")).getInt(2));
        }

        assertTrue(keys.size() >= 999, () -> String.format(ROOT, "1000 frames had only %d keys", keys.size()));
    }

    /** Why it exists (§10.3): a script can't choose what bytes appear on the wire, so none that a proxy takes for a request. */
    @Test
    void whatAScriptWritesIsNotWhatAProxySees() {
        var attack = Frame.text("GET /poison HTTP/1.1\r\nHost: victim\r\n\r\n");

        var masked = client.write(attack);
        var unmasked = server.write(attack);

        var request = hex(attack.payload());
        assertFalse(hex(masked).contains(request), () -> "a proxy can read the request: " + hex(masked));
        assertTrue(hex(unmasked).contains(request), "without a mask a proxy could read the request");
        assertEquals(44, masked.limit(), "bytes of the masked frame");
        assertEquals(40, unmasked.limit(), "bytes of the same frame without a mask");
    }
}
