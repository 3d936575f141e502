package dev.portolan.routing.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.routing.breaker.CircuitBreaker.Permit;
import dev.portolan.routing.breaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private final AtomicLong now = new AtomicLong(-5);
    private final CircuitBreaker breaker = new CircuitBreaker(BreakerPolicy.DEFAULT, now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private Permit permit() {
        return Objects.requireNonNull(breaker.tryAcquire());
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            permit().failed();
        }
    }

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            permit().succeeded();
        }
    }

    @Test
    void fewFailuresSayNothing() {
        fail(9);

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(breaker.closedFor()).isZero();
    }

    @Test
    void halfOfTenCallsOpenIt() {
        succeed(5);
        fail(4);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        fail(1);

        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.tryAcquire()).isNull();
        assertThat(breaker.closedFor()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void whatIsOlderThanTheWindowIsForgotten() {
        fail(9);
        pass(Duration.ofSeconds(61));
        fail(9);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);

        pass(Duration.ofSeconds(30));
        fail(1);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void oneProbePassesAndItsSuccessClosesIt() {
        fail(10);
        pass(Duration.ofSeconds(29));
        assertThat(breaker.tryAcquire()).isNull();
        pass(Duration.ofSeconds(1));

        Permit probe = permit();
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        assertThat(breaker.tryAcquire()).isNull();
        assertThat(breaker.closedFor()).isEqualTo(Duration.ofMinutes(1));
        probe.succeeded();

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        fail(9);
        assertThat(breaker.state()).as("the failures before are forgotten").isEqualTo(State.CLOSED);
    }

    @Test
    void eachProbeThatFailsDoublesTheTimeUpToTheMost() {
        fail(10);
        List<Long> seconds = Stream.generate(() -> {
                    pass(breaker.closedFor());
                    permit().failed();
                    return breaker.closedFor().toSeconds();
                })
                .limit(5)
                .toList();

        assertThat(seconds).containsExactly(60L, 120L, 240L, 300L, 300L);
        pass(Duration.ofSeconds(300));
        permit().succeeded();
        fail(10);
        assertThat(breaker.closedFor()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aProbeThatSaysNothingMakesWayForAnother() {
        fail(10);
        pass(Duration.ofSeconds(30));
        permit().ignored();

        Permit silent = permit();
        pass(Duration.ofSeconds(60));
        Permit next = permit();
        silent.failed();
        assertThat(breaker.state()).as("a late probe decides nothing").isEqualTo(State.HALF_OPEN);
        next.succeeded();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void callsThatBeganBeforeItOpenedSayNothingOfNow() {
        List<Permit> early = IntStream.range(0, 20).mapToObj(i -> permit()).toList();
        fail(10);
        pass(Duration.ofSeconds(30));
        permit().succeeded();
        early.forEach(Permit::failed);

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aPermitCountsOnce() {
        Permit permit = permit();
        for (int i = 0; i < 20; i++) {
            permit.failed();
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void ofAThousandThreadsOneIsTheProbe() throws Exception {
        fail(10);
        pass(Duration.ofSeconds(30));
        AtomicInteger probes = new AtomicInteger();
        List<Thread> threads = IntStream.range(0, 50)
                .mapToObj(i -> new Thread(() -> {
                    for (int j = 0; j < 20; j++) {
                        if (breaker.tryAcquire() != null) {
                            probes.incrementAndGet();
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(probes).hasValue(1);
    }

    @Test
    void policiesThatMeanNothingAreRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new BreakerPolicy(0, 1, second, second, second, second))
                .hasMessageStartingWith("failure-rate:");
        assertThatThrownBy(() -> new BreakerPolicy(Double.NaN, 1, second, second, second, second))
                .hasMessageStartingWith("failure-rate:");
        assertThatThrownBy(() -> new BreakerPolicy(0.5, 0, second, second, second, second))
                .hasMessageStartingWith("minimum-calls:");
        assertThatThrownBy(() -> new BreakerPolicy(0.5, 1, Duration.ZERO, second, second, second))
                .hasMessageStartingWith("window:");
        assertThatThrownBy(() -> new BreakerPolicy(0.5, 1, second, Duration.ofSeconds(2), second, second))
                .hasMessageStartingWith("max-open-for:");
    }
}
