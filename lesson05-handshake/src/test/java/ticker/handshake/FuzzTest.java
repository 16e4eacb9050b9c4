package ticker.handshake;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FuzzTest {
    private static final int FRAMES = 1_000_000;

    private static final List<ByteBuffer> VALID = List.of(
            FrameCodec.masked(Frame.text("Hello"), 0x37fa213d),
            FrameCodec.masked(Frame.text("grüß €𝄞"), 0),
            FrameCodec.masked(new Frame(false, Opcode.TEXT, Hex.bytes("48 65")), 1),
            FrameCodec.masked(new Frame(true, Opcode.CONTINUATION, Hex.bytes("6c 6c 6f")), 2),
            FrameCodec.masked(Frame.of(Opcode.BINARY, ByteBuffer.allocate(200)), 3),
            FrameCodec.masked(Frame.of(Opcode.PING, Hex.bytes("68 69")), 4),
            FrameCodec.masked(new CloseReason(1000, "Bye").frame(), 5),
            Hex.bytes("82 ff 00 00 00 00 00 01 00 00 00 00 00 00"));

    private final Random random;
    private final long seed = Long.getLong("seed", System.nanoTime());
    private int frames;
    private int notYet;
    private int broken;

    FuzzTest() {
        random = new Random(seed);
    }

    @Test
    void whateverComesIsAFrameOrNotYetOrABrokenRule() {
        for (int i = 0; i < FRAMES; i++) {
            var wire = mutate(VALID.get(random.nextInt(VALID.size())));
            try {
                feed(wire);
            } catch (RuntimeException failure) {
                throw new AssertionError(
                        String.format(ROOT, "with -Dseed=%d: %s", seed, Hex.hex(wire.rewind())), failure);
            }
        }

        System.out.printf(
                ROOT,
                "%d mutated frames (-Dseed=%d): %d frames, %d not yet, %d broken rules.%n",
                FRAMES,
                seed,
                frames,
                notYet,
                broken);
        var counts = List.of(frames, notYet, broken);
        assertTrue(
                counts.stream().allMatch(count -> count > FRAMES / 20),
                () -> "too few of one of them to be worth a test: " + counts);
    }

    private void feed(ByteBuffer wire) {
        var codec = new FrameCodec(FrameCodec.Role.SERVER, 1000);
        var assembler = new MessageAssembler(1500);
        try {
            while (wire.hasRemaining()) {
                var frame = codec.read(wire);
                if (frame == null) {
                    notYet++;
                } else if (frame.opcode() == Opcode.CLOSE) {
                    CloseReason.of(frame);
                    frames++;
                } else {
                    frames++;
                    if (!frame.opcode().isControl()) {
                        assembler.add(frame);
                    }
                }
            }
        } catch (ProtocolException rule) {
            broken++;
            var close = rule.code() + " " + rule.getMessage();
            assertTrue(List.of(1002, 1007, 1009).contains(rule.code()), () -> "no code for a broken rule: " + close);
            assertTrue(rule.getMessage().length() <= 123, () -> "too long for a close frame: " + close);
        }
    }

    /** Changes up to three bits or bytes, and may cut the end off or put another frame behind. */
    private ByteBuffer mutate(ByteBuffer valid) {
        var wire = ByteBuffer.allocate(2 * 256).put(valid.duplicate());
        if (random.nextInt(3) == 0) {
            wire.put(VALID.get(random.nextInt(VALID.size())).duplicate());
        }
        wire.flip();
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(
                    random.nextBoolean() ? Math.min(14, wire.limit()) : wire.limit()); // mostly the header
            wire.put(at, (byte) (random.nextBoolean() ? wire.get(at) ^ 1 << random.nextInt(8) : random.nextInt()));
        }
        return random.nextInt(4) == 0 ? wire.limit(random.nextInt(wire.limit() + 1)) : wire;
    }
}
