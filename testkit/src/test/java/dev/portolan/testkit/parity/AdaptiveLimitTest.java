package dev.portolan.testkit.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.parity.CallOutcome;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.simulator.Reply;
import dev.portolan.testkit.model.TestChatModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How calls give way to a model that limits their rate. */
class AdaptiveLimitTest {

    private final Bench.StillClock clock = new Bench.StillClock();
    private final RunStop stop = new RunStop();
    private final AdaptiveLimit limit = new AdaptiveLimit(8, clock, stop);

    @Test
    void itHalvesOnceForCallsThatWereInFlightTogether() throws InterruptedException {
        List<AdaptiveLimit.Permit> permits = acquire(4);

        permits.forEach(permit -> limit.limited(permit, Duration.ofSeconds(1)));

        assertThat(limit.allowed()).isEqualTo(4);
        acquire(1).forEach(permit -> limit.limited(permit, Duration.ofSeconds(1)));
        assertThat(limit.allowed()).isEqualTo(2);
    }

    @Test
    void itNeverGoesBelowOneAndComesBackSlowly() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            limit.limited(acquire(1).get(0), Duration.ofSeconds(1));
        }
        assertThat(limit.allowed()).isEqualTo(1);
        int calls = 0;
        while (limit.allowed() < 8) {
            acquire(1);
            limit.ended();
            calls++;
        }
        assertThat(calls).isBetween(20, 60);
        limit.ended();
        assertThat(limit.allowed()).isEqualTo(8);
    }

    @Test
    void itWaitsAsLongAsTheModelAsks() throws InterruptedException {
        limit.limited(acquire(1).get(0), Duration.ofSeconds(17));

        acquire(1);

        assertThat(clock.pauses).containsExactly(Duration.ofSeconds(17));
    }

    @Test
    void itWaitsLongerEachTimeWhenTheModelSaysNothing() throws InterruptedException {
        for (int i = 0; i < 12; i++) {
            limit.limited(acquire(1).get(0), null);
        }

        assertThat(clock.pauses)
                .startsWith(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8))
                .endsWith(Duration.ofMinutes(2));
    }

    @Test
    void aStoppedRunGetsNoLeave() throws InterruptedException {
        acquire(8);
        stop.halt("enough");

        assertThat(limit.acquire()).isNull();
    }

    @Test
    void aRunTriesAgainWhatWasLimited() {
        AtomicInteger calls = new AtomicInteger();
        TestChatModel target = TestChatModel.of(prompt -> {
            if (calls.getAndIncrement() < 3) {
                throw ErrorDetails.builder("too fast")
                        .retryAfter(Duration.ofSeconds(5))
                        .toException(ErrorKind.RATE_LIMITED);
            }
            return Reply.text("good");
        });

        ParityReport report = Bench.run(4, Bench.good(), target)
                .repeats(1)
                .concurrency(1)
                .clock(clock)
                .build()
                .run();

        assertThat(calls).hasValue(7);
        assertThat(clock.pauses).containsOnly(Duration.ofSeconds(5)).hasSize(3);
        assertThat(report.facts().target().failed()).isZero();
    }

    @Test
    void aRunTriesSixTimesAndNotForEver() {
        AtomicInteger calls = new AtomicInteger();
        TestChatModel target = TestChatModel.of(prompt -> {
            calls.incrementAndGet();
            throw Bench.error(ErrorKind.RATE_LIMITED);
        });

        ParityReport report = Bench.run(1, Bench.good(), target)
                .repeats(1)
                .clock(clock)
                .build()
                .run();

        assertThat(calls).hasValue(6);
        assertThat(report.pairs().get(0).target().get(0).outcome()).isEqualTo(CallOutcome.FAILED);
    }

    private List<AdaptiveLimit.Permit> acquire(int times) throws InterruptedException {
        List<AdaptiveLimit.Permit> permits = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            permits.add(java.util.Objects.requireNonNull(limit.acquire()));
        }
        return permits;
    }
}
