package dev.portolan.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.RateLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitHeadersTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "20, , 20000",
        "0, , 0",
        "1.5, , 1500",
        "1, 0, 1000",
        "1, 250, 250",
        ", 1200, 1200",
        "'Sun, 01 Mar 2026 12:01:30 GMT', , 90000",
        "'Sun, 01 Mar 2026 11:59:00 GMT', , 0",
        "'Sun, 01 Mar 2026 12:01:30 GMT', 0, 90000",
        "soon, ,",
        "-5, ,",
        "1e999999999, ,",
        ", ,",
        ", x,",
    })
    void theTimeToWaitIsReadInEachOfItsForms(
            @Nullable String after, @Nullable String afterMillis, @Nullable Long millis) {
        Map<String, String> headers = new HashMap<>();
        if (after != null) {
            headers.put("retry-after", after);
        }
        if (afterMillis != null) {
            headers.put("retry-after-ms", afterMillis);
        }
        assertThat(RateLimitHeaders.retryAfter(headers::get, CLOCK))
                .isEqualTo(millis == null ? null : Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "6m0s, 360000",
        "59.56s, 59560",
        "20ms, 20",
        "1h2m3s, 3723000",
        "1d, 86400000",
        "2m59.56s, 179560",
        "1000us, 1",
        "7, 7000",
        "' 1s ', 1000",
        "'', ",
        "s, ",
        "5 parsecs, ",
        "1.2.3s, ",
        "-1, ",
        ", "
    })
    void aSpanOfTimeIsReadAsVendorsWriteIt(@Nullable String text, @Nullable Long millis) {
        assertThat(RateLimitHeaders.duration(text)).isEqualTo(millis == null ? null : Duration.ofMillis(millis));
    }

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
