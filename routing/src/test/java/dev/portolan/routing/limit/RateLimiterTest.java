package dev.portolan.routing.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.RateLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicLong now = new AtomicLong();

    private RateLimiter limiter(Long requests, Long tokens) {
        return new RateLimiter(requests, tokens, now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void aMinutesWorthGoesAtOnceAndTheRestEvenly() {
        RateLimiter limiter = limiter(60L, null);
        List<Duration> waits =
                IntStream.range(0, 63).mapToObj(i -> limiter.reserve(0, LONG)).toList();

        assertThat(waits.subList(0, 60)).containsOnly(Duration.ZERO);
        assertThat(waits.subList(60, 63))
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    @Test
    void neverMoreThanTheLimitInAnyMinuteOnceTheFirstIsOver() {
        RateLimiter limiter = limiter(30L, null);
        long[] sent = IntStream.range(0, 200)
                .mapToLong(i -> limiter.reserve(0, LONG).toSeconds())
                .sorted()
                .toArray();

        for (int second = 60; second < 300; second++) {
            int from = second;
            assertThat(IntStream.range(0, sent.length)
                            .filter(i -> sent[i] >= from && sent[i] < from + 60)
                            .count())
                    .isLessThanOrEqualTo(30);
        }
    }

    @Test
    void aTurnThatComesTooLateIsNotTaken() {
        RateLimiter limiter = limiter(1L, null);
        limiter.reserve(0, LONG);

        assertThat(limiter.reserve(0, Duration.ofSeconds(59))).isEqualTo(Duration.ofSeconds(60));
        assertThat(limiter.reserve(0, Duration.ofSeconds(60)))
                .as("the one before took no place")
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void tokensAreCountedByEstimateAndCorrectedByTheAnswer() {
        RateLimiter limiter = limiter(null, 6000L);
        assertThat(limiter.reserve(6000, LONG)).isZero();
        assertThat(limiter.reserve(1000, Duration.ZERO)).isEqualTo(Duration.ofSeconds(10));

        limiter.settle(6000, 500);
        assertThat(limiter.reserve(1000, LONG)).isZero();
        limiter.settle(1000, 10_500);
        assertThat(limiter.reserve(0, Duration.ZERO)).isEqualTo(Duration.ofSeconds(50));
    }

    @Test
    void aPlaceThatIsNotUsedIsGivenBack() {
        RateLimiter limiter = limiter(1L, 100L);
        limiter.reserve(100, LONG);
        limiter.release(100);

        assertThat(limiter.reserve(100, LONG)).isZero();
    }

    @Test
    void whatIsMoreThanAMinutesWorthWaitsForAFullBucket() {
        RateLimiter limiter = limiter(null, 600L);
        assertThat(limiter.reserve(5000, LONG)).isZero();
        assertThat(limiter.reserve(10, LONG)).isEqualTo(Duration.ofSeconds(441));
        pass(Duration.ofHours(1));
        assertThat(limiter.reserve(5000, LONG)).isZero();
    }

    @Test
    void whatTheVendorSaysIsLeftIsNotExceeded() {
        RateLimiter limiter = limiter(60L, null);
        limiter.learn(new RateLimits(60L, 2L, null, null, null, null));

        assertThat(limiter.reserve(0, LONG)).isZero();
        assertThat(limiter.reserve(0, LONG)).isZero();
        assertThat(limiter.reserve(0, LONG)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void withoutALimitAnEmptyWindowOfTheVendorIsWaitedFor() {
        RateLimiter limiter = limiter(null, null);
        assertThat(limiter.reserve(1_000_000, LONG)).isZero();
        limiter.learn(new RateLimits(60L, 5L, Duration.ofSeconds(40), 1000L, 0L, Duration.ofSeconds(7)));

        assertThat(limiter.reserve(1, LONG)).isEqualTo(Duration.ofSeconds(7));
        pass(Duration.ofSeconds(7));
        assertThat(limiter.reserve(1, LONG)).isZero();
    }

    @Test
    void aPauseIsExtendedAndNeverCutShort() {
        RateLimiter limiter = limiter(null, null);
        limiter.pause(Duration.ofSeconds(10));
        limiter.pause(Duration.ofSeconds(3));
        assertThat(limiter.reserve(1, LONG)).isEqualTo(Duration.ofSeconds(10));
        limiter.pause(Duration.ofSeconds(30));
        assertThat(limiter.reserve(1, LONG)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aLimitOfNothingIsRefused() {
        assertThatThrownBy(() -> limiter(0L, null)).hasMessageStartingWith("requests-per-minute:");
        assertThatThrownBy(() -> limiter(null, -1L)).hasMessageStartingWith("tokens-per-minute:");
    }
}
