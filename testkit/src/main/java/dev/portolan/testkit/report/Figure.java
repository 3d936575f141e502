package dev.portolan.testkit.report;

import dev.portolan.evidence.parity.MetricResult;
import dev.portolan.evidence.parity.Scale;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers for readers. What is not known is a dash. */
final class Figure {

    static final String UNKNOWN = "–";

    private Figure() {}

    /** 0.9131 as 91.3 %. */
    static String share(double value) {
        return known(value) ? String.format(Locale.ROOT, "%.1f %%", 100 * value) : UNKNOWN;
    }

    /** A mean score as its scale has it. */
    static String score(Scale scale, double value) {
        return scale == Scale.PASS_RATE ? share(value) : decimal(value, 3);
    }

    /** A difference as its scale has it, with its sign. */
    static String difference(Scale scale, double value) {
        if (!known(value)) {
            return value == Double.NEGATIVE_INFINITY ? "−∞" : value == Double.POSITIVE_INFINITY ? "∞" : UNKNOWN;
        }
        String text = scale == Scale.PASS_RATE
                ? String.format(Locale.ROOT, "%+.1f points", 100 * value)
                : String.format(Locale.ROOT, "%+.3f", value);
        return text.replace('-', '−');
    }

    /** How much worse is allowed. */
    static String margin(MetricResult result) {
        return result.scale() == Scale.PASS_RATE
                ? plain(100 * result.margin()) + " points"
                : plain(100 * result.margin()) + " %";
    }

    static String decimal(double value, int digits) {
        return known(value)
                ? String.format(Locale.ROOT, "%." + digits + "f", value).replace('-', '−')
                : UNKNOWN;
    }

    /** With the unit of a measure: seconds, tokens, or money to three digits that tell. */
    static String measure(double value, String unit) {
        if (!known(value)) {
            return UNKNOWN;
        }
        return switch (unit) {
            case "s" -> decimal(value, value < 10 ? 2 : 1) + " s";
            case "tokens" -> String.format(Locale.ROOT, "%,.0f", value);
            default -> money(BigDecimal.valueOf(value)) + " " + unit;
        };
    }

    static String money(BigDecimal value) {
        BigDecimal rounded = value.abs().compareTo(BigDecimal.valueOf(100)) >= 0
                ? value.setScale(2, RoundingMode.HALF_UP)
                : value.round(new MathContext(3, RoundingMode.HALF_UP));
        BigDecimal plain = rounded.scale() > 2 ? rounded : rounded.setScale(2, RoundingMode.HALF_UP);
        return plain.toPlainString();
    }

    /** 1.8213 as ×1.82. */
    static String ratio(@Nullable Double value) {
        return value == null || !known(value) ? UNKNOWN : "×" + decimal(value, 2);
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static boolean known(double value) {
        return Double.isFinite(value);
    }
}
