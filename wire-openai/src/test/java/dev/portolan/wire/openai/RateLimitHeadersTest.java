package dev.portolan.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.RateLimits;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RateLimitHeadersTest {

    @Test
    void openAisLimitsAreRead() {
        Map<String, String> headers = Map.of(
                "x-ratelimit-limit-requests", "5000",
                "x-ratelimit-remaining-requests", "4999",
                "x-ratelimit-reset-requests", "12ms",
                "x-ratelimit-limit-tokens", "4000000",
                "x-ratelimit-remaining-tokens", "3999983",
                "x-ratelimit-reset-tokens", "6m0s");
        assertThat(RateLimitHeaders.rateLimits(headers::get))
                .isEqualTo(new RateLimits(
                        5000L, 4999L, Duration.ofMillis(12), 4_000_000L, 3_999_983L, Duration.ofMinutes(6)));
    }

    @Test
    void whatIsNotToldIsUnknown() {
        assertThat(RateLimitHeaders.rateLimits(name -> null)).isNull();
        assertThat(RateLimitHeaders.rateLimits(Map.of("x-ratelimit-remaining-requests", "-1")::get))
                .isNull();
        assertThat(RateLimitHeaders.rateLimits(Map.of("x-ratelimit-limit", "1", "x-ratelimit-remaining", "0")::get))
                .isEqualTo(new RateLimits(1L, 0L, null, null, null, null));
    }
}
