package ticker.handshake;

/** Checks UTF-8 as it arrives (RFC 3629 §4): each first byte says how many follow, and what the second may be. */
final class Utf8 {
    private int missing; // bytes that the character under way still needs
    private int low = 0x80; // what its next byte may be
    private int high = 0xBF;

    /** Whether this byte may come next. */
    boolean accepts(byte next) {
        int b = next & 0xFF;
        return missing > 0 ? follows(b) : starts(b);
    }

    /** Whether the text may end here. */
    boolean isComplete() {
        return missing == 0;
    }

    private boolean starts(int b) {
        if (b < 0x80) {
            return true;
        }
        missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80; // less would be a longer form than needed
        high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF; // more would be a surrogate, or above U+10FFFF
        return b >= 0xC2 && b <= 0xF4;
    }

    private boolean follows(int b) {
        boolean fits = b >= low && b <= high;
        missing--;
        low = 0x80;
        high = 0xBF;
        return fits;
    }
}
