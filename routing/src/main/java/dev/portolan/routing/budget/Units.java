package dev.portolan.routing.budget;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** Amounts as whole numbers: tokens, or billionths of a currency's unit. */
final class Units {

    private static final int DIGITS = 9;
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Units() {}

    /** Money in billionths, what is less than one rounded up. More than fits is the most that fits. */
    static long up(BigDecimal money) {
        BigDecimal units = money.movePointRight(DIGITS).setScale(0, RoundingMode.CEILING);
        return units.compareTo(MOST) > 0 ? Long.MAX_VALUE : units.longValueExact();
    }

    static BigDecimal amount(long units, @Nullable Currency currency) {
        BigDecimal whole = BigDecimal.valueOf(units);
        return currency == null ? whole : whole.movePointLeft(DIGITS);
    }

    /** The sum, or the most that fits. */
    static long plus(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? Long.MAX_VALUE : sum;
    }

    /** The product of two numbers of zero or more, or the most that fits. */
    static long times(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        return high != 0 || low < 0 ? Long.MAX_VALUE : low;
    }
}
