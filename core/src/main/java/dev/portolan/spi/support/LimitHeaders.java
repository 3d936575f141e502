package dev.portolan.spi.support;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads times and counts in the headers that tell of limits, as vendors write them. Header lookups take names in lower case and
 * are expected to ignore case. Thread-safe.
 */
public final class LimitHeaders {

    private LimitHeaders() {}

    /**
     * How long to wait before the next attempt. {@code retry-after-ms} counts when it is more than zero (Azure sends 0 beside
     * a real {@code retry-after}), else {@code retry-after} in seconds or as an HTTP date.
     *
     * @param header looks a header up, {@code null} when it is absent
     * @param clock tells the time for HTTP dates
     * @return the time, zero for a date gone by, or {@code null} when the headers do not say
     */
    public static @Nullable Duration retryAfter(Function<String, @Nullable String> header, Clock clock) {
        BigDecimal millis = number(header.apply("retry-after-ms"));
        if (millis != null && millis.signum() > 0) {
            return seconds(millis.movePointLeft(3));
        }
        String after = header.apply("retry-after");
        BigDecimal seconds = number(after);
        if (seconds != null) {
            return seconds.signum() < 0 ? null : seconds(seconds);
        }
        if (after == null) {
            return null;
        }
        try {
            Instant at = ZonedDateTime.parse(after.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), at);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * A span of time as the vendors write it: {@code 6m0s}, {@code 59.56s}, {@code 20ms}, {@code 1h2m3s}, {@code 1d}, or a
     * bare number of seconds.
     *
     * @param text the span, or {@code null}
     * @return the span, or {@code null} when it is not one
     */
    public static @Nullable Duration duration(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String rest = text.strip();
        BigDecimal bare = number(rest);
        if (bare != null) {
            return bare.signum() < 0 ? null : seconds(bare);
        }
        Duration total = Duration.ZERO;
        int at = 0;
        while (at < rest.length()) {
            int digits = at;
            while (digits < rest.length() && (Character.isDigit(rest.charAt(digits)) || rest.charAt(digits) == '.')) {
                digits++;
            }
            int unit = digits;
            while (unit < rest.length() && Character.isLetter(rest.charAt(unit))) {
                unit++;
            }
            BigDecimal value = number(rest.substring(at, digits));
            BigDecimal factor = switch (rest.substring(digits, unit)) {
                case "d" -> BigDecimal.valueOf(86_400);
                case "h" -> BigDecimal.valueOf(3_600);
                case "m" -> BigDecimal.valueOf(60);
                case "s" -> BigDecimal.ONE;
                case "ms" -> new BigDecimal("0.001");
                case "us", "µs" -> new BigDecimal("0.000001");
                default -> null;
            };
            if (value == null || factor == null) {
                return null;
            }
            total = total.plus(seconds(value.multiply(factor)));
            at = unit;
        }
        return total;
    }

    /**
     * A count.
     *
     * @param text the value of a header, or {@code null}
     * @return the count, or {@code null} when the text is none
     */
    public static @Nullable Long count(@Nullable String text) {
        BigDecimal value = number(text);
        return value == null || value.signum() < 0 ? null : Long.valueOf(value.longValue());
    }

    /**
     * How long until a moment.
     *
     * @param text the moment as RFC 3339 has it, such as {@code 2026-03-01T12:00:30Z}, or {@code null}
     * @param clock tells the time
     * @return the time, zero for a moment gone by, or {@code null} when the text is no moment
     */
    public static @Nullable Duration until(@Nullable String text, Clock clock) {
        if (text == null) {
            return null;
        }
        try {
            Duration wait = Duration.between(clock.instant(), Instant.parse(text.strip()));
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    /** A plain decimal number; what is too long or written with an exponent is none. */
    private static @Nullable BigDecimal number(@Nullable String text) {
        String digits = text == null ? "" : text.strip();
        if (digits.isEmpty() || digits.length() > 18) {
            return null;
        }
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (!(c >= '0' && c <= '9') && c != '.' && !(c == '-' && i == 0)) {
                return null;
            }
        }
        try {
            return new BigDecimal(digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Duration seconds(BigDecimal value) {
        long whole = value.longValue();
        return Duration.ofSeconds(whole)
                .plusNanos(value.subtract(BigDecimal.valueOf(whole))
                        .movePointRight(9)
                        .longValue());
    }
}
