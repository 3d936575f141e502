package dev.portolan.wire.openai;

import dev.portolan.chat.RateLimits;
import dev.portolan.spi.support.LimitHeaders;
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
                LimitHeaders.duration(header.apply("x-ratelimit-reset-requests")),
                count(header, "x-ratelimit-limit-tokens", "x-ratelimit-limit-tokens-minute"),
                count(header, "x-ratelimit-remaining-tokens", "x-ratelimit-remaining-tokens-minute"),
                LimitHeaders.duration(header.apply("x-ratelimit-reset-tokens")));
        return limits.equals(new RateLimits(null, null, null, null, null, null)) ? null : limits;
    }

    private static @Nullable Long count(Function<String, @Nullable String> header, String name, String other) {
        String text = header.apply(name);
        return LimitHeaders.count(text != null ? text : header.apply(other));
    }
}
