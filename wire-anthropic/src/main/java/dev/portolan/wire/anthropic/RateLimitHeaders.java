package dev.portolan.wire.anthropic;

import dev.portolan.chat.RateLimits;
import dev.portolan.spi.support.LimitHeaders;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what answers say about limits in their headers. Header lookups take names in lower case and are expected to ignore case.
 * Where no limit for all tokens is told, that for input tokens stands for it. Thread-safe.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/rate-limits">Anthropic: rate limits, response headers</a>
 */
public final class RateLimitHeaders {

    private static final String PREFIX = "anthropic-ratelimit-";

    private RateLimitHeaders() {}

    /**
     * The state of the rate limits.
     *
     * @param header looks a header up, {@code null} when it is absent
     * @param clock tells the time, since headers name the moment of a reset
     * @return what the headers tell, or {@code null} when they tell nothing
     */
    public static @Nullable RateLimits rateLimits(Function<String, @Nullable String> header, Clock clock) {
        String tokens = header.apply(PREFIX + "tokens-limit") != null ? "tokens" : "input-tokens";
        RateLimits limits = new RateLimits(
                LimitHeaders.count(header.apply(PREFIX + "requests-limit")),
                LimitHeaders.count(header.apply(PREFIX + "requests-remaining")),
                LimitHeaders.until(header.apply(PREFIX + "requests-reset"), clock),
                LimitHeaders.count(header.apply(PREFIX + tokens + "-limit")),
                LimitHeaders.count(header.apply(PREFIX + tokens + "-remaining")),
                LimitHeaders.until(header.apply(PREFIX + tokens + "-reset"), clock));
        return limits.equals(new RateLimits(null, null, null, null, null, null)) ? null : limits;
    }
}
