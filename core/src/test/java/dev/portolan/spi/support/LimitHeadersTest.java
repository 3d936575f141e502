package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitHeadersTest {

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
        assertThat(LimitHeaders.retryAfter(headers::get, CLOCK))
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
        assertThat(LimitHeaders.duration(text)).isEqualTo(millis == null ? null : Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T12:00:30Z, 30000",
        "' 2026-03-01T12:00:30.5Z ', 30500",
        "2026-03-01T13:00:30+01:00, 30000",
        "2026-03-01T11:59:00Z, 0",
        "+1000000000-12-31T23:59:59Z, ",
        "in a moment, ",
        "'', ",
        ", "
    })
    void theTimeUntilAMomentIsRead(@Nullable String text, @Nullable Long millis) {
        Duration found = LimitHeaders.until(text, CLOCK);
        if (text != null && text.startsWith("+")) {
            assertThat(found).isGreaterThan(Duration.ofDays(1));
        } else {
            assertThat(found).isEqualTo(millis == null ? null : Duration.ofMillis(millis));
        }
    }

    @ParameterizedTest
    @CsvSource({"12, 12", "0, 0", "-1, ", "many, ", "'', ", ", "})
    void aCountIsRead(@Nullable String text, @Nullable Long count) {
        assertThat(LimitHeaders.count(text)).isEqualTo(count);
    }
}
