package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as the results write them: with as many digits as a measurement deserves. */
final class Numbers {
    private Numbers() {}

    /** For machines: four significant digits. */
    static BigDecimal exact(double value) {
        var rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }

    /** The same as a text. */
    static String plain(double value) {
        return exact(value).toPlainString();
    }

    /** For people: three significant digits, thousands apart. */
    static String shown(double value) {
        var rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
        return String.format(ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded);
    }
}
