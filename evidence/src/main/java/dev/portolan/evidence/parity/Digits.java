package dev.portolan.evidence.parity;

import java.math.BigDecimal;
import java.math.MathContext;

/** Figures in words. */
final class Digits {

    private static final MathContext FOUR = new MathContext(4);

    private Digits() {}

    /** At most four significant digits, without zeros at the end. */
    static String of(double value) {
        if (Double.isInfinite(value) || Double.isNaN(value)) {
            return "unknown";
        }
        BigDecimal rounded = new BigDecimal(value, FOUR);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
