package dev.portolan.wire.openai;

import dev.portolan.chat.RateLimits;
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
 * Reads what answers say about limits in their headers. Header lookups take names in lower case and are expected to ignore
 * case. Thread-safe.
 *
 * @see <a href="https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers">OpenAI: rate limits in headers</a>
 */
public final class RateLimitHeaders {

    private RateLimitHeaders() {}

    /**
     * The state of the rate limits.
     *
     * @param header looks a header up, {@code null} when it is absent
     * @return what the headers tell, or {@code null} when they tell nothing
     */
    public static @Nullable RateLimits rateLimits(Function<String, @Nullable String> header) {
        RateLimits limits = new RateLimits(
                count(header, "x-ratelimit-limit-requests", "x-ratelimit-limit"),
                count(header, "x-ratelimit-remaining-requests", "x-ratelimit-remaining"),
                duration(header.apply("x-ratelimit-reset-requests")),
                count(header, "x-ratelimit-limit-tokens", "x-ratelimit-limit-tokens-minute"),
                count(header, "x-ratelimit-remaining-tokens", "x-ratelimit-remaining-tokens-minute"),
                duration(header.apply("x-ratelimit-reset-tokens")));
        return limits.equals(new RateLimits(null, null, null, null, null, null)) ? null : limits;
    }

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

    private static @Nullable Long count(Function<String, @Nullable String> header, String name, String other) {
        String text = header.apply(name);
        BigDecimal value = number(text != null ? text : header.apply(other));
        return value == null || value.signum() < 0 ? null : Long.valueOf(value.longValue());
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
