package ticker.docs.evidence;

import static java.util.Locale.ROOT;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A value as it was measured.
 *
 * @param median of its repeats; a share of 1 if its unit is {@code share}
 * @param noisy whether the repeats differ so much that the median is only a hint
 */
public record Quantity(double median, String unit, boolean noisy) {
    private static final int MILLION = 1_000_000;

    /**
     * The number alone, rounded to what it is worth: three digits, or two below a hundred. A share is in percent; a
     * million bytes are an MB, which is then said.
     */
    public String number() {
        return large() ? rounded(median / MILLION) + " MB" : rounded(unit.equals("share") ? 100 * median : median);
    }

    private boolean large() {
        return unit.startsWith("bytes") && median >= MILLION;
    }

    private String rounded(double shown) {
        int digits = Math.abs(shown) < 100 ? 2 : 3;
        var rounded = BigDecimal.valueOf(shown).round(new MathContext(digits));
        var text = String.format(
                ROOT, "%,." + Math.max(0, rounded.stripTrailingZeros().scale()) + "f", rounded);
        return noisy ? "≈ " + text : text;
    }

    /** The number with its unit. */
    public String words() {
        return switch (unit) {
            case "share" -> number() + " %";
            case "1/s" -> number() + " a second";
            case "bytes/s" -> new Quantity(median, "bytes", noisy).words() + " a second";
            case "bytes", "requests", "threads" ->
                large() ? number() : number() + " " + (median == 1 ? unit.replaceFirst("s$", "") : unit);
            default -> number() + " " + unit;
        };
    }
}
