package dev.portolan.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatRequest;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.stats.Quantile;
import dev.portolan.simulator.Reply;
import dev.portolan.testkit.internal.RunClock;
import dev.portolan.testkit.model.TestChatModel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Load as it is wanted, and time as users see it. */
class LoadRunTest {

    private static final Dataset DATASET = Dataset.of(
            "pair",
            List.of(
                    Example.builder(ChatRequest.of("first?")).id("a").build(),
                    Example.builder(ChatRequest.of("second?")).id("b").build()));

    private final StillClock clock = new StillClock();

    @Test
    void callsBeginAtTheRateThatIsWanted() {
        TestChatModel model = taking(Duration.ofMillis(100));

        LoadReport report = load(model)
                .ratePerSecond(2)
                .concurrency(1)
                .duration(Duration.ofSeconds(10))
                .build()
                .run();

        assertThat(report.answered()).isEqualTo(20);
        assertThat(report.took()).isEqualTo(Duration.ofMillis(9_600));
        assertThat(report.answersPerSecond()).isCloseTo(20 / 9.6, within(0.001));
        assertThat(report.latency()).extracting(Quantile::value).containsOnly(0.1);
        assertThat(report.failures()).isEmpty();
        assertThat(model.calls().get(0).request()).isEqualTo(ChatRequest.of("first?"));
        assertThat(model.calls().get(3).request()).isEqualTo(ChatRequest.of("second?"));
    }

    @Test
    void timeThatACallWaitsForItsTurnIsPartOfItsLatency() {
        AtomicInteger calls = new AtomicInteger();
        TestChatModel model = TestChatModel.of(prompt -> {
            // One stall of five seconds among calls of ten milliseconds.
            clock.advance(calls.getAndIncrement() == 10 ? Duration.ofSeconds(5) : Duration.ofMillis(10));
            return Reply.text("done");
        });

        LoadReport report = load(model)
                .ratePerSecond(10)
                .concurrency(1)
                .duration(Duration.ofSeconds(10))
                .build()
                .run();

        assertThat(report.answered()).isEqualTo(100);
        // Half of the calls were due during the stall: whoever asks only when there is leave would see one slow call.
        assertThat(report.serviceTime().get(2).value()).isEqualTo(0.01);
        assertThat(report.latency().get(1).value()).isBetween(4.0, 5.0);
        assertThat(report.latency().get(0).value()).isBetween(0.1, 1.0);
    }

    @Test
    void aRampGrowsEvenly() {
        Schedule schedule = new Schedule(10, Duration.ofSeconds(10));

        assertThat(schedule.dueNanos(0)).isZero();
        assertThat(seconds(schedule.dueNanos(50))).isCloseTo(10, within(1e-6));
        assertThat(seconds(schedule.dueNanos(8))).isCloseTo(4, within(1e-6));
        assertThat(seconds(schedule.dueNanos(60))).isCloseTo(11, within(1e-6));
        assertThat(seconds(new Schedule(4, Duration.ZERO).dueNanos(6))).isCloseTo(1.5, within(1e-6));
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    @Test
    void aCallerAsksAgainAsSoonAsItHasItsAnswer() {
        LoadReport report = load(taking(Duration.ofMillis(250)))
                .concurrency(1)
                .rampUp(Duration.ofSeconds(1))
                .duration(Duration.ofSeconds(5))
                .build()
                .run();

        assertThat(report.answered()).isEqualTo(20);
        assertThat(report.ratePerSecond()).isNull();
        assertThat(report.answersPerSecond()).isCloseTo(4, within(0.001));
    }

    @Test
    void manyCallersAskTogether() {
        TestChatModel model = taking(Duration.ofMillis(10));

        LoadReport report = load(model)
                .concurrency(8)
                .rampUp(Duration.ofSeconds(1))
                .duration(Duration.ofSeconds(20))
                .streaming(true)
                .build()
                .run();

        assertThat(report.answered()).isEqualTo(model.calls().size()).isGreaterThan(500);
        assertThat(report.firstTokenLatency()).hasSize(4);
        assertThat(report.outputTokensPerSecond()).isPositive();
        assertThat(report.summary()).contains("test of test on pair: ", "first token: p50 ", " p99 ");
    }

    @Test
    void failuresAreCountedByKindAndHaveNoLatency() {
        AtomicInteger calls = new AtomicInteger();
        TestChatModel model = TestChatModel.of(prompt -> {
            clock.advance(Duration.ofMillis(100));
            int call = calls.getAndIncrement();
            if (call % 5 == 4) {
                throw ErrorDetails.builder("no").toException(call == 4 ? ErrorKind.TIMEOUT : ErrorKind.RATE_LIMITED);
            }
            return Reply.text("done");
        });

        LoadReport report = load(model)
                .ratePerSecond(1)
                .concurrency(1)
                .duration(Duration.ofSeconds(20))
                .build()
                .run();

        assertThat(report.failures()).containsEntry("timeout", 1).containsEntry("rate-limited", 3);
        assertThat(report.failed()).isEqualTo(4);
        assertThat(report.failureRate()).isEqualTo(0.2);
        assertThat(report.answered()).isEqualTo(16);
        assertThat(report.toString())
                .contains("failed: 20.0 % {rate-limited=3, timeout=1}")
                .contains("p95 (too few samples)");
    }

    @Test
    void nothingAnsweredHasNoLatency() {
        TestChatModel model = TestChatModel.of(prompt -> {
            clock.advance(Duration.ofSeconds(1));
            throw ErrorDetails.builder("no").toException(ErrorKind.UNAVAILABLE);
        });

        LoadReport report = load(model)
                .concurrency(1)
                .duration(Duration.ofSeconds(3))
                .build()
                .run();

        assertThat(report.latency()).isEmpty();
        assertThat(report.outputTokensPerSecond()).isNull();
        assertThat(report.failed()).isEqualTo(3);
    }

    @Test
    void cancellingEndsIt() {
        LoadRun[] running = new LoadRun[1];
        AtomicInteger calls = new AtomicInteger();
        TestChatModel model = TestChatModel.of(prompt -> {
            clock.advance(Duration.ofSeconds(1));
            if (calls.incrementAndGet() == 3) {
                running[0].cancel();
            }
            return Reply.text("done");
        });
        running[0] = load(model)
                .ratePerSecond(1)
                .concurrency(1)
                .duration(Duration.ofHours(1))
                .build();

        LoadReport report = running[0].run();

        assertThat(calls).hasValue(3);
        assertThat(report.answered() + report.failed()).isLessThanOrEqualTo(3);
    }

    @Test
    void anInterruptEndsItAndIsKept() {
        Thread.currentThread().interrupt();

        load(taking(Duration.ofMillis(1)))
                .concurrency(1)
                .duration(Duration.ofDays(30))
                .build()
                .run();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aMistakeComesOut() {
        TestChatModel model = TestChatModel.of(prompt -> {
            throw new IllegalStateException("the test is wrong");
        });

        assertThatThrownBy(load(model)
                        .concurrency(2)
                        .duration(Duration.ofSeconds(1))
                        .build()::run)
                .hasMessage("the test is wrong");
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        assertThatThrownBy(LoadRun.builder()::build).hasMessageContaining("dataset");
        assertThatThrownBy(LoadRun.builder().dataset(DATASET)::build).hasMessageContaining("duration");
        assertThatThrownBy(LoadRun.builder().dataset(DATASET).duration(Duration.ofSeconds(1))::build)
                .hasMessageContaining("model");
        assertThatThrownBy(LoadRun.builder()
                        .dataset(Dataset.of("nothing", List.of()))
                        .duration(Duration.ofSeconds(1))::build)
                .hasMessageContaining("no examples");
        assertThatThrownBy(load(TestChatModel.echo())
                        .duration(Duration.ofSeconds(1))
                        .rampUp(Duration.ofSeconds(2))::build)
                .hasMessageContaining("rampUp");
        assertThatThrownBy(() -> LoadRun.builder().ratePerSecond(0)).hasMessageContaining("ratePerSecond");
        assertThatThrownBy(() -> LoadRun.builder().concurrency(0)).hasMessageContaining("concurrency");
        assertThatThrownBy(() -> LoadRun.builder().duration(Duration.ZERO)).hasMessageContaining("duration");
        assertThatThrownBy(() -> LoadRun.builder().rampUp(Duration.ofSeconds(-1)))
                .hasMessageContaining("rampUp");
    }

    @Test
    void theRealClockWaits() {
        LoadReport report = LoadRun.builder()
                .model(TestChatModel.echo())
                .dataset(DATASET)
                .ratePerSecond(100)
                .concurrency(2)
                .duration(Duration.ofMillis(100))
                .build()
                .run();

        assertThat(report.answered()).isEqualTo(10);
        assertThat(report.took()).isGreaterThanOrEqualTo(Duration.ofMillis(90));
    }

    private LoadRun.Builder load(TestChatModel model) {
        return LoadRun.builder().model(model).dataset(DATASET).clock(clock);
    }

    private TestChatModel taking(Duration time) {
        return TestChatModel.of(prompt -> {
            clock.advance(time);
            return Reply.text("done");
        });
    }

    /** Time that passes only while somebody waits or answers. */
    private static final class StillClock implements RunClock {
        @Override
        public java.time.Instant now() {
            return java.time.Instant.EPOCH;
        }

        private final AtomicLong nanos = new AtomicLong();

        @Override
        public long nanos() {
            return nanos.get();
        }

        void advance(Duration time) {
            nanos.addAndGet(time.toNanos());
        }

        @Override
        public void pause(Duration time, Cancellation until) {
            advance(time);
        }
    }
}
