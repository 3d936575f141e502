package dev.portolan.routing.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LatencySketchTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final LatencySketch sketch = new LatencySketch();

    @Test
    void aQuantileIsAtMostATenthTooLong() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        long[] times = new long[5000];
        for (int i = 0; i < times.length; i++) {
            times[i] = (long) (Duration.ofMillis(2).toNanos() * Math.exp(random.nextDouble() * 8));
            sketch.add(times[i], 0);
        }
        Arrays.sort(times);
        for (double share : new double[] {0.01, 0.5, 0.9, 0.95, 0.99}) {
            double exact = times[(int) Math.ceil(share * times.length) - 1];
            assertThat(sketch.quantile(share, 1, 0) / exact).isBetween(0.999, 1.101);
        }
    }

    @Test
    void whatIsOlderThanFiveMinutesIsForgotten() {
        sketch.add(Duration.ofSeconds(9).toNanos(), 0);
        sketch.add(Duration.ofMillis(5).toNanos(), 3 * MINUTE);

        assertThat(sketch.quantile(0.99, 2, 4 * MINUTE))
                .isGreaterThan(Duration.ofSeconds(9).toNanos() - 1);
        assertThat(sketch.quantile(0.99, 1, 5 * MINUTE))
                .isLessThan(Duration.ofMillis(6).toNanos());
        assertThat(sketch.quantile(0.99, 1, 500 * MINUTE)).isEqualTo(-1);
        sketch.add(Duration.ofMillis(5).toNanos(), 2 * MINUTE);
        assertThat(sketch.quantile(0.99, 1, 500 * MINUTE))
                .as("a clock that is read late")
                .isPositive();
    }

    @Test
    void extremesFitIn() {
        sketch.add(0, 0);
        sketch.add(Long.MAX_VALUE, -MINUTE);

        assertThat(sketch.quantile(0.01, 1, 0)).isEqualTo(Duration.ofMillis(1).toNanos());
        assertThat(sketch.quantile(0.99, 1, 0))
                .isGreaterThan(Duration.ofHours(4).toNanos());
    }

    @Test
    void theAlarmOfTheJdkGoesOffOnceUnlessItIsPutOff() throws InterruptedException {
        CountDownLatch rang = new CountDownLatch(1);
        AtomicBoolean never = new AtomicBoolean();
        Alarm.SYSTEM
                .set(Duration.ofHours(1), () -> never.set(true), Runnable::run)
                .run();
        Runnable late = Alarm.SYSTEM.set(Duration.ofNanos(1), rang::countDown, Runnable::run);

        assertThat(rang.await(20, TimeUnit.SECONDS)).isTrue();
        late.run();
        assertThat(never).isFalse();
    }

    @Test
    void threadsOfSecondAttemptsAreBoundedAndHoldOnToNothing() throws InterruptedException {
        ThreadPoolExecutor pool = HedgeThreads.pool();
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(1);
        AtomicReference<@Nullable ClassLoader> seen = new AtomicReference<>();
        pool.execute(HedgeThreads.asCaller(() -> {
            seen.set(Thread.currentThread().getContextClassLoader());
            ran.countDown();
        }));
        assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(seen.get()).isSameAs(Thread.currentThread().getContextClassLoader());
        int refused = 0;
        for (int i = 0; i < HedgeThreads.MOST + 5; i++) {
            try {
                pool.execute(() -> {
                    try {
                        free.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            } catch (RejectedExecutionException e) {
                refused++;
            }
        }
        free.countDown();
        pool.shutdown();
        assertThat(refused).isBetween(5, 6);
        assertThat(HedgeThreads.shared()).isSameAs(HedgeThreads.shared());
    }
}
